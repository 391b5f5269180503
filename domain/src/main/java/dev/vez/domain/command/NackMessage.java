package dev.vez.domain.command;

import dev.vez.domain.id.LeaseId;
import dev.vez.domain.id.MessageId;
import dev.vez.domain.id.QueueId;

/**
 * Gives a message up after a failed attempt: it goes to the tail of its flow with one more attempt.
 *
 * @param queue the queue
 * @param message the message
 * @param lease the lease under which the caller holds it, or {@link LeaseId#NONE}: whichever is
 *     alive
 */
public record NackMessage(QueueId queue, MessageId message, LeaseId lease)
    implements QueueCommand {}
