package dev.vez.client;

import java.net.URI;
import java.net.URISyntaxException;

/**
 * Where a broker listens.
 *
 * @param host a name or an IP address, without brackets
 * @param port 1 to 65,535
 * @param secure whether connections must be encrypted
 */
public record BrokerAddress(String host, int port, boolean secure) {

  /** The port that brokers listen on where nothing else is said. */
  public static final int DEFAULT_PORT = 5555;

  private static final int PORT_MAX = 65_535;

  public BrokerAddress {
    if (host.isBlank() || port < 1 || port > PORT_MAX) {
      throw new IllegalArgumentException(
          "Expected a host and a port, but got " + host + ":" + port);
    }
  }

  /** Where a broker listens for connections in the clear. */
  public BrokerAddress(String host, int port) {
    this(host, port, false);
  }

  /**
   * Reads {@code http://host:port}, {@code http://host} or {@code host:port}, or the same with
   * {@code https}.
   *
   * @throws IllegalArgumentException if it is anything else
   */
  public static BrokerAddress parse(String text) {
    try {
      URI uri = new URI(text.contains("://") ? text : "http://" + text);
      boolean secure = "https".equals(uri.getScheme());
      boolean bare = uri.getPath().isEmpty() || uri.getPath().equals("/");
      if ((secure || "http".equals(uri.getScheme()))
          && uri.getHost() != null
          && uri.getRawUserInfo() == null
          && uri.getRawQuery() == null
          && uri.getRawFragment() == null
          && bare) {
        int port = uri.getPort() < 0 ? DEFAULT_PORT : uri.getPort();
        return new BrokerAddress(withoutBrackets(uri.getHost()), port, secure);
      }
    } catch (URISyntaxException notAnAddress) {
      // Told below, like every other text that is no address.
    }
    throw new IllegalArgumentException("Expected http://HOST:PORT, but got " + text);
  }

  /** The same, where connections must be encrypted. */
  public BrokerAddress secured() {
    return new BrokerAddress(host, port, true);
  }

  private static String withoutBrackets(String host) {
    return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
  }

  /** As a URL. */
  @Override
  public String toString() {
    return (secure ? "https://" : "http://")
        + (host.contains(":") ? "[" + host + "]" : host)
        + ":"
        + port;
  }
}
