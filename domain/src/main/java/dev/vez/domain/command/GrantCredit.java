package dev.vez.domain.command;

import dev.vez.domain.id.ConsumerId;
import dev.vez.domain.id.LeaseId;
import dev.vez.domain.id.QueueId;

/**
 * Raises a consumer's credit. Both figures are running totals, so repeating it or applying it out
 * of order does no harm: the greater value stays.
 *
 * @param queue the queue
 * @param consumer the consumer
 * @param creditUpTo it takes deliveries up to this number
 * @param handedOver highest lease id handed to its transport
 */
public record GrantCredit(QueueId queue, ConsumerId consumer, long creditUpTo, LeaseId handedOver)
    implements QueueCommand {}
