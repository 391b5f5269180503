package dev.vez.domain.command;

import dev.vez.domain.id.LeaseId;
import dev.vez.domain.id.MessageId;
import dev.vez.domain.id.QueueId;

/**
 * Settles a message: it and its lease are gone.
 *
 * @param queue the queue
 * @param message the message
 * @param lease the lease under which the caller holds it, or {@link LeaseId#NONE}: whichever is
 *     alive
 */
public record AckMessage(QueueId queue, MessageId message, LeaseId lease) implements QueueCommand {}
