package dev.vez.app.config;

/**
 * What goes into a group's settings when the group is created. Later it is only compared: all
 * replicas must decide alike, whatever their files say.
 *
 * @param quantum what a visit adds to a deficit per unit of weight
 * @param inFlightPerQueueMax leases alive at once in one queue
 * @param inFlightPerGroupMax leases alive at once in all queues of a group
 * @param maxAttempts failed attempts after which a message is a dead letter, 0 for no such limit
 */
public record SchedulingConfig(
    int quantum, int inFlightPerQueueMax, int inFlightPerGroupMax, int maxAttempts) {}
