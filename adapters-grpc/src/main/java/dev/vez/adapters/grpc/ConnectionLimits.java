package dev.vez.adapters.grpc;

/**
 * How long connections may live and how they must behave; one that does not is closed.
 *
 * @param keepAliveMillis silence after which the server asks whether the client is still there,
 *     1,000 milliseconds or more
 * @param keepAliveTimeoutMillis how long it waits for the answer before it ends the connection and
 *     its streams, 100 milliseconds or more
 * @param permittedPingMillis a client may ask the same no more often than this, 0 or more
 *     milliseconds
 * @param pingsWithoutCalls whether it may do so while it has no call open
 * @param maxIdleMillis a connection without calls is closed after this, 1,000 milliseconds or more
 * @param handshakeTimeoutMillis how long a new connection may take to get ready, 100 milliseconds
 *     or more
 * @param maxResetsPerWindow calls that a client may reset within {@code resetWindowSeconds}, 1 or
 *     more: a reset costs the client nothing and the server much (CVE-2023-44487)
 * @param resetWindowSeconds length of that window, 1 or more seconds
 */
public record ConnectionLimits(
    long keepAliveMillis,
    long keepAliveTimeoutMillis,
    long permittedPingMillis,
    boolean pingsWithoutCalls,
    long maxIdleMillis,
    long handshakeTimeoutMillis,
    int maxResetsPerWindow,
    int resetWindowSeconds) {

  private static final long DAY_MILLIS = 86_400_000;

  /**
   * Asked after 60 seconds of silence, gone after 20 more; pings every 10 seconds at most and only
   * with calls; 30 minutes idle; 10 seconds to get ready; 1,000 resets in 30 seconds.
   */
  public static final ConnectionLimits DEFAULT =
      new ConnectionLimits(60_000, 20_000, 10_000, false, 1_800_000, 10_000, 1_000, 30);

  public ConnectionLimits {
    Expect.inRange("keepAliveMillis", keepAliveMillis, 1_000, DAY_MILLIS);
    Expect.inRange("keepAliveTimeoutMillis", keepAliveTimeoutMillis, 100, DAY_MILLIS);
    Expect.inRange("permittedPingMillis", permittedPingMillis, 0, DAY_MILLIS);
    Expect.inRange("maxIdleMillis", maxIdleMillis, 1_000, DAY_MILLIS);
    Expect.inRange("handshakeTimeoutMillis", handshakeTimeoutMillis, 100, DAY_MILLIS);
    Expect.inRange("maxResetsPerWindow", maxResetsPerWindow, 1, 1_000_000);
    Expect.inRange("resetWindowSeconds", resetWindowSeconds, 1, 3_600);
  }
}
