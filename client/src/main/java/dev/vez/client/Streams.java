package dev.vez.client;

import io.grpc.Channel;
import io.grpc.ManagedChannel;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/** Where streams go: to the broker that the client was given, or to a node that one has named. */
final class Streams {

  private final Channel main;
  private final Function<String, ManagedChannel> connector;
  private final Function<ManagedChannel, Channel> dressing;
  private final Map<String, ManagedChannel> named = new ConcurrentHashMap<>();
  private volatile boolean closed;

  /**
   * Without connections to named nodes.
   *
   * @param connector connects to {@code host:port}
   * @param dressing puts what goes with every call around a channel
   */
  Streams(
      Channel main,
      Function<String, ManagedChannel> connector,
      Function<ManagedChannel, Channel> dressing) {
    this.main = main;
    this.connector = connector;
    this.dressing = dressing;
  }

  /**
   * A channel.
   *
   * @param address {@code host:port}, empty for the client's own broker
   */
  Channel channelTo(String address) {
    if (address.isEmpty()) {
      return main;
    }
    ManagedChannel channel;
    try {
      channel = named.computeIfAbsent(address, connector);
    } catch (IllegalArgumentException notAnAddress) {
      return main;
    }
    if (closed) {
      channel.shutdownNow();
    }
    return dressing.apply(channel);
  }

  /** Whether the client is closed, so that nothing comes of another attempt. */
  boolean isClosed() {
    return closed;
  }

  void close() {
    closed = true;
    named.values().forEach(ManagedChannel::shutdownNow);
  }
}
