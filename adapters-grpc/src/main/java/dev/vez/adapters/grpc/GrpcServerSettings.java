package dev.vez.adapters.grpc;

import java.net.InetSocketAddress;

/**
 * Settings of the server.
 *
 * @param listenAddress where it listens; port 0 takes a free one
 * @param consumeWindow messages that a consume stream may be ahead of its transport, 1 to 1,024
 * @param reflection whether clients may ask for the descriptors of the services
 * @param requests what one request may cost
 * @param connections how connections must behave
 * @param streams what streams of batches may have on their way
 */
public record GrpcServerSettings(
    InetSocketAddress listenAddress,
    int consumeWindow,
    boolean reflection,
    RequestLimits requests,
    ConnectionLimits connections,
    StreamLimits streams) {

  /** Window of a consume stream where none is set. */
  public static final int DEFAULT_CONSUME_WINDOW = 64;

  public GrpcServerSettings {
    Expect.inRange("consumeWindow", consumeWindow, 1, 1_024);
  }

  /** Everything at its default, at the given address. */
  public static GrpcServerSettings listeningOn(InetSocketAddress address) {
    return new GrpcServerSettings(
        address,
        DEFAULT_CONSUME_WINDOW,
        true,
        RequestLimits.DEFAULT,
        ConnectionLimits.DEFAULT,
        StreamLimits.DEFAULT);
  }

  public GrpcServerSettings withConsumeWindow(int window) {
    return new GrpcServerSettings(
        listenAddress, window, reflection, requests, connections, streams);
  }

  public GrpcServerSettings withReflection(boolean on) {
    return new GrpcServerSettings(listenAddress, consumeWindow, on, requests, connections, streams);
  }

  public GrpcServerSettings withRequests(RequestLimits limits) {
    return new GrpcServerSettings(
        listenAddress, consumeWindow, reflection, limits, connections, streams);
  }

  public GrpcServerSettings withConnections(ConnectionLimits limits) {
    return new GrpcServerSettings(
        listenAddress, consumeWindow, reflection, requests, limits, streams);
  }

  public GrpcServerSettings withStreams(StreamLimits limits) {
    return new GrpcServerSettings(
        listenAddress, consumeWindow, reflection, requests, connections, limits);
  }
}
