package dev.vez.client;

import com.google.protobuf.ByteString;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * A message under a lease of this client's consumer.
 *
 * @param id the message's id, a UUID
 * @param queue the queue that it was consumed from
 * @param fairnessKey the key whose turn it waited for
 * @param weight weight of that key at enqueue
 * @param throttleKeys token buckets that it draws from
 * @param attempts how often it was nacked or its lease expired, 0 on first delivery
 * @param headers as given by the producer
 * @param payload as given by the producer
 * @param enqueuedAt wall clock of the broker
 * @param leasedAt wall clock of the broker
 */
public record ReceivedMessage(
    String id,
    String queue,
    String fairnessKey,
    int weight,
    List<String> throttleKeys,
    int attempts,
    Map<String, String> headers,
    ByteString payload,
    Instant enqueuedAt,
    Instant leasedAt) {}
