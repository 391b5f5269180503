package dev.vez.simulation.workload;

import dev.vez.domain.id.LeaseId;
import dev.vez.domain.id.MessageId;

/**
 * A message that a consumer has, or thinks it has.
 *
 * @param queue from which it came
 * @param number of the message in the run
 * @param id of the message in the broker
 * @param lease under which it came
 * @param leaseMillis what was left of it
 */
record HeldMessage(String queue, long number, MessageId id, LeaseId lease, long leaseMillis) {}
