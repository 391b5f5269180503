package dev.vez.adapters.grpc;

import io.grpc.InsecureChannelCredentials;
import io.grpc.ManagedChannel;
import io.grpc.ServerInterceptor;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;

/** A server on a free loopback port over fakes, and channels to it. */
final class TestServer implements AutoCloseable {

  final FakeMessaging messaging = new FakeMessaging();
  final FakeQueueAdmin admin = new FakeQueueAdmin();
  final FakeConfigAdmin config = new FakeConfigAdmin();
  final ManualTime time = new ManualTime();
  final GrpcServer server;
  private final int port;
  private final List<ManagedChannel> channels = new ArrayList<>();

  TestServer() {
    this(settings(), List.of());
  }

  TestServer(GrpcServerSettings settings) {
    this(settings, List.of());
  }

  TestServer(GrpcServerSettings settings, List<ServerInterceptor> interceptors) {
    server =
        new GrpcServer(settings, new BrokerApi(messaging, admin, config), time, time, interceptors);
    server.start();
    port = server.port();
  }

  static GrpcServerSettings settings() {
    return GrpcServerSettings.listeningOn(
        new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
  }

  /** A connection of its own. */
  ManagedChannel connect() {
    ManagedChannel channel =
        NettyChannelBuilder.forAddress(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), port),
                InsecureChannelCredentials.create())
            .directExecutor()
            .build();
    channels.add(channel);
    return channel;
  }

  @Override
  public void close() {
    channels.forEach(ManagedChannel::shutdownNow);
    server.close();
    for (ManagedChannel channel : channels) {
      Eventually.until("the channel is closed", channel::isTerminated);
    }
  }
}
