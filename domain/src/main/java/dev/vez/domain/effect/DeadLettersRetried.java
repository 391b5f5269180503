package dev.vez.domain.effect;

import dev.vez.domain.id.QueueId;

/**
 * Say that messages were retried that should have become dead letters, because their queue has no
 * dead-letter queue.
 *
 * @param queue their queue
 * @param messages how many, 1 or greater
 */
public record DeadLettersRetried(QueueId queue, int messages) implements Effect {}
