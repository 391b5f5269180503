package dev.vez.client;

import java.time.Duration;

/**
 * How a client behaves.
 *
 * @param connectTimeout how long a connection may take to come about
 * @param callTimeout how long one call may take; consuming has no limit
 * @param maxMessageBytes largest message that the client takes
 */
public record ClientOptions(Duration connectTimeout, Duration callTimeout, int maxMessageBytes) {

  /** 5 seconds to connect, 30 for a call, messages of up to 64 MiB. */
  public static final ClientOptions DEFAULT =
      new ClientOptions(Duration.ofSeconds(5), Duration.ofSeconds(30), 64 * 1024 * 1024);

  public ClientOptions {
    if (!connectTimeout.isPositive() || !callTimeout.isPositive() || maxMessageBytes < 1) {
      throw new IllegalArgumentException(
          "Expected positive limits, but got %s, %s, %d"
              .formatted(connectTimeout, callTimeout, maxMessageBytes));
    }
  }
}
