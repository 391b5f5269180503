package dev.vez.client;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How a client behaves.
 *
 * @param connectTimeout how long a connection may take to come about
 * @param callTimeout how long one call may take; consuming has no limit
 * @param maxMessageBytes largest message that the client takes
 * @param tls how connections are encrypted, none for connections in the clear
 * @param apiKey token that goes with every call, printable ASCII; empty for none
 */
public record ClientOptions(
    Duration connectTimeout,
    Duration callTimeout,
    int maxMessageBytes,
    @Nullable TlsOptions tls,
    String apiKey) {

  /** 5 seconds to connect, 30 for a call, messages of up to 64 MiB, in the clear, no token. */
  public static final ClientOptions DEFAULT =
      new ClientOptions(Duration.ofSeconds(5), Duration.ofSeconds(30), 64 * 1024 * 1024);

  public ClientOptions {
    if (!connectTimeout.isPositive() || !callTimeout.isPositive() || maxMessageBytes < 1) {
      throw new IllegalArgumentException(
          "Expected positive limits, but got %s, %s, %d"
              .formatted(connectTimeout, callTimeout, maxMessageBytes));
    }
    if (!apiKey.chars().allMatch(c -> c > ' ' && c <= '~')) {
      throw new IllegalArgumentException(
          "Expected a token of printable ASCII characters, but got another character");
    }
  }

  /** In the clear, without a token. */
  public ClientOptions(Duration connectTimeout, Duration callTimeout, int maxMessageBytes) {
    this(connectTimeout, callTimeout, maxMessageBytes, null, "");
  }

  /** The same with encrypted connections. */
  public ClientOptions withTls(TlsOptions options) {
    return new ClientOptions(connectTimeout, callTimeout, maxMessageBytes, options, apiKey);
  }

  /** The same with another token. */
  public ClientOptions withApiKey(String token) {
    return new ClientOptions(connectTimeout, callTimeout, maxMessageBytes, tls, token);
  }

  /** Never shows the token. */
  @Override
  public String toString() {
    return "ClientOptions[connectTimeout=%s, callTimeout=%s, maxMessageBytes=%d, tls=%s, apiKey=%s]"
        .formatted(
            connectTimeout, callTimeout, maxMessageBytes, tls, apiKey.isEmpty() ? "" : "...");
  }
}
