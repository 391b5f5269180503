package dev.vez.domain.machine;

import dev.vez.domain.id.QueueId;

/**
 * Figures of one queue after the last entry.
 *
 * @param queue the queue
 * @param pending messages that wait
 * @param delayed messages that stay away for a time
 * @param inFlight messages under a lease
 * @param consumers consumers attached
 * @param activeFlows fairness keys with pending messages that do not wait for tokens
 */
public record QueueFigures(
    QueueId queue, long pending, long delayed, int inFlight, int consumers, int activeFlows) {}
