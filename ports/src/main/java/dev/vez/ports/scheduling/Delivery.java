package dev.vez.ports.scheduling;

import dev.vez.domain.id.LeaseId;
import dev.vez.domain.message.Bytes;
import dev.vez.domain.message.MessageInfo;
import java.util.Map;

/**
 * A leased message on its way to a consumer.
 *
 * @param queue name of the queue that it is consumed from
 * @param lease the lease
 * @param fairnessKey its key
 * @param message metadata
 * @param headers in no particular order
 * @param body the payload
 * @param leasedAtMillis wall clock of the delivery in epoch milliseconds, shown to users only
 * @param leaseMillis how long the lease has left, in milliseconds
 */
public record Delivery(
    String queue,
    LeaseId lease,
    String fairnessKey,
    MessageInfo message,
    Map<String, String> headers,
    Bytes body,
    long leasedAtMillis,
    long leaseMillis) {}
