package dev.vez.simulation.workload;

import java.util.List;

/**
 * A fairness key that producers use.
 *
 * @param key the key
 * @param weight its weight, the same in all messages
 * @param throttleKeys token buckets from which most of its messages draw
 */
record KeyPlan(String key, int weight, List<String> throttleKeys) {}
