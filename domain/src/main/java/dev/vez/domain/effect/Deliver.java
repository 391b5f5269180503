package dev.vez.domain.effect;

import dev.vez.domain.id.ConsumerId;
import dev.vez.domain.id.LeaseId;
import dev.vez.domain.id.QueueId;
import dev.vez.domain.message.MessageInfo;

/**
 * Hand a leased message to its consumer.
 *
 * @param queue the queue
 * @param consumer who gets it
 * @param number number of this delivery among the consumer's, from 1
 * @param lease the lease
 * @param fairnessKey the message's flow
 * @param message the message without its payload
 * @param deadlineMicros when the lease ends, in microseconds of log time
 */
public record Deliver(
    QueueId queue,
    ConsumerId consumer,
    long number,
    LeaseId lease,
    String fairnessKey,
    MessageInfo message,
    long deadlineMicros)
    implements Effect {}
