package dev.vez.adapters.grpc.peers;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vez.domain.message.Bytes;
import dev.vez.ports.peers.PeerAnswer;
import dev.vez.ports.peers.PeerService;
import dev.vez.ports.peers.PeerStream;
import dev.vez.ports.peers.PeerStreamListener;
import dev.vez.ports.peers.Peers;
import dev.vez.ports.peers.PeersContract;
import io.grpc.Context;
import io.grpc.InsecureServerCredentials;
import io.grpc.Server;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.HashMap;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class GrpcPeersTest extends PeersContract {

  private static final int FRAME_BYTES_MAX = 5 << 20;
  private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(30);

  private final ClusterSecret secret = new ClusterSecret("a-secret-of-16-letters");
  private final Peers peers = new GrpcPeers(secret, FRAME_BYTES_MAX);
  private final Map<String, Server> servers = new HashMap<>();

  @AfterEach
  void stop() throws InterruptedException {
    peers.close();
    for (Server server : servers.values()) {
      server.shutdownNow();
      server.awaitTermination(30, TimeUnit.SECONDS);
    }
  }

  @Test
  void shouldLetNobodyInWithoutTheSecret() {
    Untouched service = new Untouched();
    String address = serve(service);
    try (Peers stranger = new GrpcPeers(new ClusterSecret("another-secret-of-a-cluster"), 1_024)) {
      CompletableFuture<PeerAnswer> answer =
          stranger.ask(address, bytes("a"), 30_000).toCompletableFuture();
      await(answer::isDone);
      assertThat(answer.join())
          .isInstanceOfSatisfying(
              PeerAnswer.NotTaken.class,
              it -> assertThat(it.why()).contains("expected the secret of the cluster"));
    }
    assertThat(service.touched).isFalse();
  }

  @Test
  void shouldGiveUpAnAnswerThatTakesTooLong() {
    String address =
        serve(
            new Untouched() {
              @Override
              public CompletionStage<Bytes> asked(Bytes question) {
                return new CompletableFuture<>();
              }
            });
    CompletableFuture<PeerAnswer> answer = peers.ask(address, bytes("a"), 50).toCompletableFuture();
    await(answer::isDone);
    assertThat(answer.join()).isInstanceOf(PeerAnswer.Unknown.class);
  }

  @Test
  void shouldReachANodeSoonAfterItCameBack() throws IOException {
    String address = deadAddress();
    CompletableFuture<PeerAnswer> first =
        peers.ask(address, bytes("a"), 1_000).toCompletableFuture();
    await(first::isDone);
    int port = Integer.parseInt(address.substring(address.lastIndexOf(':') + 1));
    Server server = server(new Untouched(), port);
    servers.put(address, server);
    await(
        () -> {
          CompletableFuture<PeerAnswer> next =
              peers.ask(address, bytes("a"), 1_000).toCompletableFuture();
          await(next::isDone);
          return next.join() instanceof PeerAnswer.Answered;
        });
  }

  @Test
  void shouldSayWhatIsToBeSaidThoughTheClientHasGone() {
    Queue<String> heard = new ConcurrentLinkedQueue<>();
    String address =
        serve(
            new Untouched() {
              @Override
              public PeerStreamListener opened(Bytes question, PeerStream stream) {
                return new PeerStreamListener() {
                  @Override
                  public void received(Bytes frame) {
                    heard.add("frame");
                  }

                  @Override
                  public void closed() {
                    heard.add("closed");
                  }

                  @Override
                  public void broken(String why) {
                    heard.add(why);
                  }
                };
              }
            });
    Context.CancellableContext ofClient = Context.current().withCancellation();
    AtomicReference<PeerStream> stream = new AtomicReference<>();
    AtomicReference<CompletionStage<PeerAnswer>> answer = new AtomicReference<>();
    ofClient.run(
        () -> {
          stream.set(peers.open(address, bytes("a"), new Deaf()));
          answer.set(peers.ask(address, bytes("b"), 30_000));
        });
    ofClient.cancel(null);
    stream.get().send(bytes("c"));
    stream.get().close();

    await(() -> heard.size() == 2);
    assertThat(heard).containsExactly("frame", "closed");
    assertThat(answer.get().toCompletableFuture().join()).isInstanceOf(PeerAnswer.Answered.class);
  }

  @Test
  void shouldNotTakeAnAddressThatIsNone() {
    CompletableFuture<PeerAnswer> answer =
        peers.ask("no address", bytes("a"), 1_000).toCompletableFuture();
    await(answer::isDone);
    assertThat(answer.join()).isInstanceOf(PeerAnswer.NotTaken.class);
  }

  @Override
  protected Peers peers() {
    return peers;
  }

  @Override
  protected String serve(PeerService service) {
    try {
      Server server = server(service, 0);
      String address = "127.0.0.1:" + server.getPort();
      servers.put(address, server);
      return address;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Server server(PeerService service, int port) throws IOException {
    return NettyServerBuilder.forAddress(
            new InetSocketAddress(InetAddress.getLoopbackAddress(), port),
            InsecureServerCredentials.create())
        .directExecutor()
        .maxInboundMessageSize(FRAME_BYTES_MAX)
        .addService(PeersMethods.bind(service, secret))
        .build()
        .start();
  }

  @Override
  protected String deadAddress() {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return "127.0.0.1:" + socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  protected void breakOff(String address) {
    Server server = servers.get(address);
    if (server != null) {
      server.shutdownNow();
    }
  }

  @Override
  protected void await(BooleanSupplier condition) {
    long end = System.nanoTime() + PATIENCE_NANOS;
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() - end > 0) {
        throw new AssertionError("Expected in time");
      }
      LockSupport.parkNanos(100_000);
    }
  }

  /** Hears nothing. */
  private static final class Deaf implements PeerStreamListener {

    @Override
    public void received(Bytes frame) {}

    @Override
    public void closed() {}

    @Override
    public void broken(String why) {}
  }

  /** Answers with nothing, and notes that it was asked. */
  private static class Untouched implements PeerService {

    private volatile boolean touched;

    @Override
    public CompletionStage<Bytes> asked(Bytes question) {
      touched = true;
      return CompletableFuture.completedFuture(Bytes.EMPTY);
    }

    @Override
    public PeerStreamListener opened(Bytes question, PeerStream stream) {
      throw new IllegalArgumentException("Expected a question");
    }
  }
}
