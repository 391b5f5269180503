package dev.vez.domain.command;

import dev.vez.domain.id.ConsumerId;
import dev.vez.domain.id.LeaseId;
import dev.vez.domain.id.QueueId;

/**
 * Detaches a consumer. Leases up to {@code handedOver} live on to their deadline; messages under
 * later ones were never sent and go back to their places at once, with no attempt counted.
 * Idempotent.
 *
 * @param queue the queue
 * @param consumer the consumer
 * @param handedOver highest lease id handed to its transport, {@link LeaseId#NONE} for none
 */
public record DetachConsumer(QueueId queue, ConsumerId consumer, LeaseId handedOver)
    implements QueueCommand {}
