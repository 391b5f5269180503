package dev.vez.simulation.workload;

/**
 * A fairness key that producers use.
 *
 * @param key the key
 * @param weight its weight, the same in all messages
 */
record KeyPlan(String key, int weight) {}
