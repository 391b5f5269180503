package dev.vez.domain.effect;

import dev.vez.domain.id.QueueId;
import dev.vez.domain.id.RedriveId;

/**
 * Tell whoever waits for it that a redrive has ended.
 *
 * @param queue its dead-letter queue
 * @param id the redrive
 * @param moved messages that it moved
 */
public record RedriveDone(QueueId queue, RedriveId id, long moved) implements Effect {}
