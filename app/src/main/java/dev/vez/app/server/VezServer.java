package dev.vez.app.server;

import dev.vez.adapters.grpc.peers.ClusterSecret;
import dev.vez.adapters.grpc.peers.GrpcPeers;
import dev.vez.app.config.ClusterConfig;
import dev.vez.app.config.Config;
import dev.vez.app.config.HostAndPort;
import dev.vez.app.telemetry.BrokerTelemetry;
import io.opentelemetry.api.common.Attributes;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A running broker. The port opens when calls can be served and closes before anything behind it
 * does, so no client is ever told something that is not so.
 */
public final class VezServer implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(VezServer.class);

  /** What a frame between nodes may hold beyond the largest message. */
  private static final int PEER_FRAME_ROOM_BYTES = 1 << 20;

  private final Config config;

  /** What undoes the start so far, the last step first. */
  private final Deque<Runnable> undo = new ArrayDeque<>();

  private final AtomicBoolean closing = new AtomicBoolean();
  private final CountDownLatch closed = new CountDownLatch(1);
  private int port;

  private VezServer(Config config) {
    this.config = config;
  }

  /**
   * Starts a broker: takes the data folder, recovers, opens the port.
   *
   * @throws StartFailure if that is not possible; then nothing is left open
   */
  public static VezServer start(Config config) {
    VezServer server = new VezServer(config);
    try {
      server.open();
      return server;
    } catch (RuntimeException | Error failure) {
      server.close();
      throw failure;
    }
  }

  private void open() {
    checkAddress();
    DataFolder folder = DataFolder.open(config.dataFolder());
    undo.push(folder::close);
    BrokerTelemetry telemetry = openTelemetry();
    undo.push(telemetry::close);
    Optional<ClusterMember> member = config.cluster().map(cluster -> join(cluster, folder));
    if (member.isEmpty()) {
      ClusterFormation.checkAlone(folder);
    }
    ServerComponent parts =
        DaggerServerComponent.factory().create(config, folder, member, telemetry);
    undo.push(parts.timers()::close);
    recover(parts);
    telemetry.watch(parts.engine().admin());
    listen(parts);
    parts
        .health()
        .listen(() -> parts.transport().servingStatus().report(parts.engine().isServing()));
  }

  /** Finds this node's place in its cluster; blocks until it has one. */
  private ClusterMember join(ClusterConfig cluster, DataFolder folder) {
    ClusterSecret secret = new ClusterSecret(cluster.secret());
    GrpcPeers peers =
        new GrpcPeers(secret, config.server().maxMessageBytes() + PEER_FRAME_ROOM_BYTES);
    undo.push(peers::close);
    return new ClusterMember(
        cluster, new ClusterFormation(folder, cluster, peers).establish(), peers, secret);
  }

  private void checkAddress() {
    String host = config.server().listenAddress().host();
    try {
      InetAddress.getByName(host);
    } catch (UnknownHostException e) {
      throw new StartFailure("cannot listen on " + host + ": there is no such host", e);
    }
  }

  private BrokerTelemetry openTelemetry() {
    try {
      return BrokerTelemetry.open(config.telemetry(), Attributes.empty());
    } catch (RuntimeException failure) {
      throw new StartFailure(
          "cannot serve metrics on "
              + config.telemetry().metricsAddress().map(HostAndPort::toString).orElse("no address")
              + ": "
              + textOfBind(failure),
          failure);
    }
  }

  private void recover(ServerComponent parts) {
    try {
      undo.push(parts.stores()::close);
      listenToNodes(parts);
      undo.push(() -> parts.engine().stop().toCompletableFuture().join());
      parts.engine().start().toCompletableFuture().join();
    } catch (CompletionException failure) {
      Throwable cause = failure.getCause() == null ? failure : failure.getCause();
      throw new StartFailure("the broker cannot recover: " + textOf(cause), cause);
    } catch (StartFailure told) {
      throw told;
    } catch (RuntimeException failure) {
      throw new StartFailure("the store cannot be opened: " + textOf(failure), failure);
    }
  }

  private void listenToNodes(ServerComponent parts) {
    try {
      undo.push(parts.consensus()::close);
    } catch (RuntimeException failure) {
      String address =
          config.cluster().map(cluster -> cluster.bindAddress().toString()).orElse("no address");
      throw new StartFailure(
          "cannot listen to the other nodes on " + address + ": " + textOfBind(failure), failure);
    }
  }

  private void listen(ServerComponent parts) {
    try {
      parts.transport().start();
    } catch (UncheckedIOException failure) {
      throw new StartFailure(
          "cannot listen on " + config.server().listenAddress() + ": " + textOfBind(failure),
          failure);
    }
    port = parts.transport().port();
    undo.push(
        () -> {
          if (!parts.transport().drain(config.server().drainTimeout().toMillis())) {
            log.warn(
                "Calls were still under way after {} ms; their outcome is unknown to the callers",
                config.server().drainTimeout().toMillis());
          }
        });
    undo.push(() -> parts.engine().handOverLeadership().toCompletableFuture().join());
  }

  /** The port that it listens on. */
  public int port() {
    return port;
  }

  /** Waits until it has been closed. */
  public void awaitClosed() throws InterruptedException {
    closed.await();
  }

  /**
   * Stops in good order: refuses new calls, answers those under way, syncs and closes the stores,
   * gives the data folder back. Blocks until done. Idempotent.
   */
  @Override
  public void close() {
    if (!closing.compareAndSet(false, true)) {
      return;
    }
    while (!undo.isEmpty()) {
      try {
        undo.pop().run();
      } catch (RuntimeException failure) {
        log.error("A part of the server did not stop as it should", failure);
      }
    }
    closed.countDown();
  }

  private static String textOfBind(Throwable failure) {
    String text = textOf(failure);
    return text.contains("Address already in use") ? "the address is in use" : text;
  }

  /** What failed, and the reason: the message of the innermost cause. */
  private static String textOf(Throwable failure) {
    Throwable cause = failure.getCause();
    if (cause == null) {
      return String.valueOf(failure.getMessage());
    }
    while (cause.getCause() != null) {
      cause = cause.getCause();
    }
    return failure.getMessage() + " (" + cause.getMessage() + ")";
  }
}
