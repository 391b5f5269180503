package dev.vez.domain.machine;

import dev.vez.domain.id.QueueId;

/**
 * Figures of one queue after the last entry.
 *
 * @param queue the queue
 * @param pending messages that wait
 * @param inFlight messages under a lease
 * @param consumers consumers attached
 * @param activeFlows fairness keys with pending messages
 */
public record QueueFigures(
    QueueId queue, long pending, int inFlight, int consumers, int activeFlows) {}
