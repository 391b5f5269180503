package dev.vez.adapters.grpc;

import dev.vez.ports.api.ClusterAdmin;
import dev.vez.ports.scheduling.Clock;
import dev.vez.ports.scheduling.Timers;
import io.grpc.InsecureServerCredentials;
import io.grpc.Server;
import io.grpc.ServerInterceptor;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.protobuf.services.ProtoReflectionServiceV1;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Serves {@code fila.v1} and {@code vez.v1}, health and reflection on one port.
 *
 * <p>Calls are handled on the threads of the transport, without a pool of their own: they only
 * check a request and hand it to the engine, which never blocks. The engine's threads write the
 * answers and deliveries. An interceptor must not block either.
 *
 * <p>To stop, {@link #drain} while the engine still runs, so that calls in flight are answered;
 * then stop the engine. {@link #close} alone cuts everything off.
 */
public final class GrpcServer implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(GrpcServer.class);

  /** Time that answers get to reach slow clients once everything is answered. */
  private static final long FLUSH_MILLIS = 2_000;

  private final GrpcServerSettings settings;
  private final ServingStatus servingStatus = new ServingStatus();
  private final OpenCalls calls;
  private final Server server;

  /**
   * Makes a server that is not started yet.
   *
   * @param interceptors around every call of every service, the outermost first
   */
  public GrpcServer(
      GrpcServerSettings settings,
      BrokerApi api,
      Clock clock,
      Timers timers,
      List<ServerInterceptor> interceptors) {
    this.settings = settings;
    this.calls = new OpenCalls(settings.requests().timeoutMillis(), clock, timers);
    NettyServerBuilder builder = transport(settings);
    builder.addService(
        new FilaServiceMethods(api.messaging(), settings.requests().maxEnqueueBytes())
            .bind(settings.consumeWindow(), calls, clock));
    builder.addService(
        new VezServiceMethods(
                api.messaging(), settings.requests().maxEnqueueBytes(), settings.streams())
            .bind(calls, clock));
    builder.addService(new VezAdminMethods(api.admin()).bind(calls));
    builder.addService(
        new FilaAdminMethods(
                api.admin(),
                api.config(),
                () -> api.clusterAdmin().map(ClusterAdmin::nodeCount).orElse(0))
            .bind(calls));
    api.clusterAdmin()
        .ifPresent(admin -> builder.addService(new ClusterAdminMethods(admin).bind(calls)));
    api.more().forEach(builder::addService);
    builder.addService(servingStatus.service());
    if (settings.reflection()) {
      builder.addService(ProtoReflectionServiceV1.newInstance());
    }
    // The transport runs the one that was added last first.
    interceptors.reversed().forEach(builder::intercept);
    this.server = builder.build();
  }

  private static NettyServerBuilder transport(GrpcServerSettings settings) {
    RequestLimits requests = settings.requests();
    ConnectionLimits connections = settings.connections();
    return NettyServerBuilder.forAddress(
            settings.listenAddress(), InsecureServerCredentials.create())
        .directExecutor()
        .addTransportFilter(new ConnectionNumbers())
        .maxInboundMessageSize(requests.maxMessageBytes())
        .maxInboundMetadataSize(requests.maxMetadataBytes())
        .maxConcurrentCallsPerConnection(requests.maxCallsPerConnection())
        .keepAliveTime(connections.keepAliveMillis(), TimeUnit.MILLISECONDS)
        .keepAliveTimeout(connections.keepAliveTimeoutMillis(), TimeUnit.MILLISECONDS)
        .permitKeepAliveTime(connections.permittedPingMillis(), TimeUnit.MILLISECONDS)
        .permitKeepAliveWithoutCalls(connections.pingsWithoutCalls())
        .maxConnectionIdle(connections.maxIdleMillis(), TimeUnit.MILLISECONDS)
        .handshakeTimeout(connections.handshakeTimeoutMillis(), TimeUnit.MILLISECONDS)
        .maxRstFramesPerWindow(connections.maxResetsPerWindow(), connections.resetWindowSeconds());
  }

  /**
   * Opens the port; to be called once, when calls can be served.
   *
   * @throws UncheckedIOException if the address cannot be listened on
   */
  public void start() {
    try {
      server.start();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot listen on " + settings.listenAddress(), e);
    }
    calls.start();
    log.debug("Serving fila.v1 on {}", server.getListenSockets());
  }

  /** The port that it listens on; {@link #start} must have been called. */
  public int port() {
    return server.getPort();
  }

  /** What the health service tells. */
  public ServingStatus servingStatus() {
    return servingStatus;
  }

  /**
   * Stops in good order: health says NOT_SERVING, new calls are refused with DRAINING, consume
   * streams end with it, unary calls in flight are answered, then the port closes. What is not
   * answered in time is told that its outcome is unknown. Blocks until all is closed.
   *
   * @param timeoutMillis how long to wait for answers, 0 or more milliseconds
   * @return whether every call was answered in time
   */
  public boolean drain(long timeoutMillis) {
    servingStatus.drain();
    calls.drain();
    boolean answered = false;
    try {
      answered = calls.awaitIdle(timeoutMillis);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    calls.stop();
    server.shutdown();
    awaitTermination(FLUSH_MILLIS);
    close();
    return answered;
  }

  /** Cuts off what is left. Idempotent. */
  @Override
  public void close() {
    servingStatus.drain();
    calls.stop();
    server.shutdownNow();
    awaitTermination(FLUSH_MILLIS);
  }

  private void awaitTermination(long timeoutMillis) {
    try {
      server.awaitTermination(timeoutMillis, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
