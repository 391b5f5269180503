package dev.vez.domain.command;

import dev.vez.domain.id.ConsumerId;
import dev.vez.domain.id.QueueId;

/**
 * Attaches a consumer. Idempotent: a consumer that is attached stays as it is.
 *
 * @param queue the queue that it consumes
 * @param consumer chosen by the leader, never used before
 * @param creditUpTo its first credit, 0 or greater
 */
public record AttachConsumer(QueueId queue, ConsumerId consumer, long creditUpTo)
    implements QueueCommand {}
