package dev.vez.adapters.grpc;

import dev.vez.domain.id.LeaseId;
import dev.vez.domain.id.MessageId;
import dev.vez.domain.id.Place;
import dev.vez.domain.message.Bytes;
import dev.vez.domain.message.MessageInfo;
import dev.vez.ports.scheduling.Delivery;
import java.util.List;
import java.util.Map;

/** Makes deliveries; the n-th has lease n and message id n. */
final class Deliveries {

  static final long LEASE_MILLIS = 30_000;

  private Deliveries() {}

  static Delivery delivery(int number) {
    return delivery(number, Bytes.wrap(new byte[] {(byte) number}));
  }

  static Delivery delivery(int number, Bytes body) {
    return delivery(number, body, LEASE_MILLIS);
  }

  static Delivery delivery(int number, Bytes body, long leaseMillis) {
    return new Delivery(
        "orders",
        lease(number),
        "tenant-a",
        new MessageInfo(
            id(number),
            new Place(number, 0),
            3,
            List.of("provider:slow", "region:eu"),
            2,
            1_700_000_000_123L,
            0,
            0),
        Map.of("content-type", "text/plain"),
        body,
        1_700_000_001_456L,
        leaseMillis);
  }

  static LeaseId lease(int number) {
    return new LeaseId(number, 0);
  }

  static MessageId id(int number) {
    return new MessageId(0x0192_8e5b_0000_7000L, 0x8000_0000_0000_0000L + number);
  }
}
