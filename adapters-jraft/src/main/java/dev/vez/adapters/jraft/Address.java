package dev.vez.adapters.jraft;

import com.alipay.sofa.jraft.util.Endpoint;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where a node listens or is reached.
 *
 * @param host name, IPv4 address, or IPv6 address in brackets
 * @param port from 1 to 65535
 */
record Address(String host, int port) {

  private static final String ANY = "0.0.0.0";
  private static final int PORT_MAX = 65_535;
  private static final Pattern TEXT =
      Pattern.compile("(\\[[0-9A-Fa-f:.]+]|[^:\\[\\]\\s]+):([0-9]{1,5})");

  static Address parse(String text) {
    Matcher matcher = TEXT.matcher(text);
    int port = matcher.matches() ? Integer.parseInt(matcher.group(2)) : 0;
    if (port < 1 || port > PORT_MAX) {
      throw new IllegalArgumentException("Expected host:port, but got '" + text + "'");
    }
    return new Address(matcher.group(1), port);
  }

  /** Whether it stands for all addresses of this node, which no other node can reach. */
  boolean isAny() {
    return host.equals(ANY);
  }

  Endpoint endpoint() {
    return new Endpoint(host, port);
  }

  /** As a socket is bound to it. */
  String bindHost() {
    return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
  }
}
