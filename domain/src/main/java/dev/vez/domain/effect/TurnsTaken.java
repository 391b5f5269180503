package dev.vez.domain.effect;

import dev.vez.domain.id.QueueId;

/**
 * Say how the scheduler went round in a queue.
 *
 * @param queue the queue
 * @param visits turns of keys that began, 1 or greater
 * @param rounds rotations of the ring that were completed, 0 or greater. A rotation that was going
 *     on when the state was recovered is not counted, so replicas may differ in it.
 */
public record TurnsTaken(QueueId queue, int visits, int rounds) implements Effect {}
