package dev.vez.domain.command;

import dev.vez.domain.id.LeaseId;
import dev.vez.domain.id.MessageId;
import dev.vez.domain.id.QueueId;

/**
 * Moves the deadline of a lease to {@code durationMillis} from this entry's log time; never to an
 * earlier time than it has.
 *
 * @param queue the queue
 * @param message the message
 * @param lease the lease under which the caller holds it, or {@link LeaseId#NONE}: whichever is
 *     alive
 * @param durationMillis 1 to 43,200,000 milliseconds
 */
public record ExtendLease(QueueId queue, MessageId message, LeaseId lease, long durationMillis)
    implements QueueCommand {}
