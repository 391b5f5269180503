package dev.vez.app.config;

import java.util.Optional;

/**
 * An address to listen on.
 *
 * @param host a name or an IP address, without brackets
 * @param port 0 to 65,535; 0 takes any free port
 */
public record HostAndPort(String host, int port) {

  private static final int PORT_MAX = 65_535;

  public HostAndPort {
    if (host.isBlank() || port < 0 || port > PORT_MAX) {
      throw new IllegalArgumentException(
          "Expected a host and a port, but got " + host + ":" + port);
    }
  }

  /** Reads {@code host:port} or {@code [ipv6]:port}; anything else is empty. */
  public static Optional<HostAndPort> parse(String text) {
    int colon = text.lastIndexOf(':');
    if (colon < 1) {
      return Optional.empty();
    }
    String host = text.substring(0, colon);
    boolean bracketed = host.startsWith("[") && host.endsWith("]");
    if (bracketed) {
      host = host.substring(1, host.length() - 1);
    }
    if (host.isBlank() || (host.contains(":") && !bracketed) || host.contains("/")) {
      return Optional.empty();
    }
    String port = text.substring(colon + 1);
    if (!port.matches("[0-9]{1,5}") || Integer.parseInt(port) > PORT_MAX) {
      return Optional.empty();
    }
    return Optional.of(new HostAndPort(host, Integer.parseInt(port)));
  }

  @Override
  public String toString() {
    return (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
  }
}
