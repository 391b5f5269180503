package dev.vez.client;

/**
 * A line in the list of queues.
 *
 * @param name the queue's name
 * @param depth messages pending and in flight
 * @param inFlight messages under a lease
 * @param consumers consumers attached
 * @param leaderNodeId node that leads the queue's group
 */
public record QueueSummary(
    String name, long depth, long inFlight, int consumers, long leaderNodeId) {}
