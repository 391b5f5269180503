package dev.vez.adapters.grpc;

/**
 * What one request may cost.
 *
 * @param maxMessageBytes greatest size of a message from a client, after decompression, 64 KiB to
 *     64 MiB; a greater one is refused with RESOURCE_EXHAUSTED
 * @param maxMetadataBytes greatest size of a request's metadata, 1 KiB to 1 MiB
 * @param maxCallsPerConnection calls that one connection may have open, consume streams included, 1
 *     to 1,000,000; further ones wait in the client
 * @param timeoutMillis how long a call may wait for its request or its answer where the client has
 *     set no deadline of its own, 1 to 3,600,000 milliseconds; consume streams are exempt once
 *     attached
 */
public record RequestLimits(
    int maxMessageBytes, int maxMetadataBytes, int maxCallsPerConnection, long timeoutMillis) {

  /** 4 MiB, 8 KiB, 1,024 calls, 30 seconds. */
  public static final RequestLimits DEFAULT =
      new RequestLimits(4 * 1024 * 1024, 8 * 1024, 1_024, 30_000);

  /**
   * What a message may gain between its enqueue and its delivery: id, keys, times. With the limits
   * that the engine has by default (17 keys of 1 KiB) it is about 18 KiB.
   */
  private static final int DELIVERY_ROOM_BYTES = 32 * 1024;

  public RequestLimits {
    Expect.inRange("maxMessageBytes", maxMessageBytes, 64 * 1024, 64 * 1024 * 1024);
    Expect.inRange("maxMetadataBytes", maxMetadataBytes, 1_024, 1024 * 1024);
    Expect.inRange("maxCallsPerConnection", maxCallsPerConnection, 1, 1_000_000);
    Expect.inRange("timeoutMillis", timeoutMillis, 1, 3_600_000);
  }

  /**
   * Greatest size of an enqueue. It leaves room for what a delivery adds: clients accept messages
   * up to a limit too, by default the same, and one that no consumer can receive would be delivered
   * again and again.
   */
  int maxEnqueueBytes() {
    return maxMessageBytes - DELIVERY_ROOM_BYTES;
  }
}
