package dev.vez.app.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import dev.vez.app.Invocation;
import dev.vez.client.BrokerAddress;
import dev.vez.client.Consumer;
import dev.vez.client.NewQueue;
import dev.vez.client.ReceivedMessage;
import dev.vez.client.VezClient;
import dev.vez.client.VezException;
import io.grpc.Status;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
final class VezServerIT {

  private static final String BY_TENANT =
      "function on_enqueue(msg) return { fairness_key = msg.headers[\"tenant\"] } end";

  @TempDir private Path folder;

  @SuppressWarnings("NullAway.Init") // before each test
  private VezServer server;

  @SuppressWarnings("NullAway.Init")
  private VezClient client;

  @BeforeEach
  void start() {
    server = VezServer.start(TestConfig.in(folder));
    client = VezClient.of(new BrokerAddress("127.0.0.1", server.port()));
  }

  @AfterEach
  void stop() {
    client.close();
    server.close();
  }

  @Test
  void shouldTakeAMessageFromEnqueueToAckByCommandLine() {
    assertThat(vez("queue", "list")).isEqualTo(printed("No queues found.\n"));
    assertThat(vez("queue", "create", "orders", "--on-enqueue", BY_TENANT))
        .isEqualTo(printed("Created queue \"orders\"\n"));
    assertThat(vez("queue", "create", "orders"))
        .isEqualTo(failed("queue \"orders\" already exists"));

    Invocation sent = vez("enqueue", "orders", "hello", "--header", "tenant=acme");
    assertThat(sent.code()).isZero();
    String id = sent.out().strip();

    assertThat(vez("queue", "inspect", "orders"))
        .isEqualTo(
            printed(
                """
                Queue: orders
                  Depth:                1
                  In-flight:            0
                  Active fairness keys: 1
                  Active consumers:     0
                  Quantum:              1

                  KEY      PENDING   DEFICIT  WEIGHT
                  acme           1         0       1
                """));
    assertThat(vez("consume", "orders", "--count", "1"))
        .isEqualTo(printed(id + "  key=acme  attempts=0\n  tenant: acme\n  hello\n"));
    assertThat(vez("queue", "list").out().lines().toList())
        .satisfiesExactly(
            head -> assertThat(head).startsWith("NAME"),
            orders -> assertThat(orders).matches("orders +0 +0 +\\d"),
            dead -> assertThat(dead).matches("orders\\.dlq +0 +0 +0"));
    assertThat(vez("queue", "delete", "orders")).isEqualTo(printed("Deleted queue \"orders\"\n"));
    assertThat(vez("queue", "delete", "orders"))
        .isEqualTo(failed("queue \"orders\" does not exist"));
    assertThat(vez("enqueue", "orders", "hello"))
        .isEqualTo(failed("queue \"orders\" does not exist"));
    assertThat(vez("consume", "orders")).isEqualTo(failed("queue \"orders\" does not exist"));
  }

  @Test
  void shouldSayWhatIsWrongWithAScript() {
    Invocation run = vez("queue", "create", "orders", "--on-enqueue", "function on_enqueue(");

    assertThat(run.code()).isEqualTo(1);
    assertThat(run.err()).startsWith("Error: config.on_enqueue_script: line 1: ");
    assertThat(vez("queue", "list")).isEqualTo(printed("No queues found.\n"));
  }

  @Test
  void shouldKeepConfigurationAndLetScriptsReadIt() {
    String script =
        "function on_enqueue(msg) return { fairness_key = fila.get(\"tenant\") or \"none\" } end";
    join(client.createQueue(NewQueue.named("orders").withOnEnqueue(script)));
    join(client.enqueue("orders", Map.of(), ByteString.EMPTY));
    assertThat(vez("config", "get", "tenant")).isEqualTo(printed("tenant: (not set)\n"));
    assertThat(vez("config", "list")).isEqualTo(printed("No config entries found.\n"));

    assertThat(vez("config", "set", "tenant", "acme"))
        .isEqualTo(printed("Set \"tenant\" = \"acme\"\n"));
    join(client.enqueue("orders", Map.of(), ByteString.EMPTY));
    stop();
    start();
    join(client.enqueue("orders", Map.of(), ByteString.EMPTY));

    assertThat(vez("config", "list")).isEqualTo(printed("KEY     VALUE\ntenant  acme\n"));
    assertThat(join(client.queueStats("orders")).keys())
        .extracting(key -> key.key() + "=" + key.pending())
        .containsExactlyInAnyOrder("none=1", "acme=2");
  }

  @Test
  void shouldShowTokenBucketsWithTheFiguresOfAQueue() {
    join(client.createQueue(NewQueue.named("orders")));
    assertThat(vez("config", "set", "throttle.provider:slow", "1, 2.5").code()).isZero();

    assertThat(vez("queue", "inspect", "orders"))
        .isEqualTo(
            printed(
                """
                Queue: orders
                  Depth:                0
                  In-flight:            0
                  Active fairness keys: 0
                  Active consumers:     0
                  Quantum:              1

                  KEY              TOKENS    RATE/S     BURST
                  provider:slow       2.5       1.0       2.5
                """));
    assertThat(vez("config", "set", "throttle.provider:slow", "").code()).isZero();
    assertThat(join(client.queueStats("orders")).throttles()).isEmpty();
  }

  @Test
  void shouldKeepQueuesAndMessagesAcrossARestart() {
    join(client.createQueue(NewQueue.named("orders")));
    List<String> ids = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      ids.add(join(client.enqueue("orders", Map.of("n", "" + i), ByteString.EMPTY)));
    }
    List<ReceivedMessage> first = consume("orders", 5);
    first.forEach(message -> join(client.ack("orders", message.id())));

    stop();
    start();

    assertThat(join(client.queueStats("orders")).depth()).isEqualTo(15);
    assertThat(first).extracting(ReceivedMessage::id).containsExactlyElementsOf(ids.subList(0, 5));
  }

  @Test
  void shouldDeliverAgainAfterANackAndNotAfterAnAck() {
    join(client.createQueue(NewQueue.named("orders")));
    String id = join(client.enqueue("orders", Map.of(), ByteString.copyFromUtf8("hello")));

    assertThat(consume("orders", 1)).extracting(ReceivedMessage::attempts).containsExactly(0);
    join(client.nack("orders", id, "too hot"));
    assertThat(consume("orders", 1)).extracting(ReceivedMessage::attempts).containsExactly(1);
    join(client.ack("orders", id));

    assertThat(join(client.queueStats("orders")).depth()).isZero();
    assertThatThrownBy(() -> join(client.ack("orders", id)))
        .cause()
        .isInstanceOfSatisfying(
            VezException.class,
            failure -> assertThat(failure.code()).isEqualTo(Status.Code.NOT_FOUND));
  }

  @Test
  void shouldGiveEachTenantItsTurn() {
    join(client.createQueue(NewQueue.named("orders").withOnEnqueue(BY_TENANT)));
    for (String tenant : List.of("a", "a", "a", "a", "b", "c", "b", "c")) {
      join(client.enqueue("orders", Map.of("tenant", tenant), ByteString.EMPTY));
    }

    assertThat(consume("orders", 8))
        .extracting(ReceivedMessage::fairnessKey)
        .containsExactly("a", "b", "c", "a", "b", "c", "a", "a");
  }

  @Test
  void shouldEndStreamsWhenItStops() {
    join(client.createQueue(NewQueue.named("orders")));
    join(client.enqueue("orders", Map.of(), ByteString.EMPTY));
    var received = new LinkedBlockingQueue<ReceivedMessage>();
    Consumer consumer =
        client.consume(
            "orders", 1, message -> CompletableFuture.completedStage(received.add(message)));
    take(received);

    server.close();

    assertThatThrownBy(() -> join(consumer.ended()))
        .cause()
        .isInstanceOfSatisfying(
            VezException.class, failure -> assertThat(failure.reason()).isEqualTo("DRAINING"));
  }

  @Test
  void shouldNotStartTwiceOnOneFolder() {
    assertThatThrownBy(() -> VezServer.start(TestConfig.in(folder)))
        .isInstanceOf(StartFailure.class)
        .hasMessage(
            "the data folder %s is in use by another server (process %d)",
            folder.toAbsolutePath(), ProcessHandle.current().pid());

    assertThat(join(client.listQueues()).queues()).isEmpty();
  }

  @Test
  void shouldSayThatThePortIsInUseAndLeaveTheFolderFree(@TempDir Path other) {
    String address = "127.0.0.1:" + server.port();

    assertThatThrownBy(() -> VezServer.start(TestConfig.in(other, address)))
        .isInstanceOf(StartFailure.class)
        .hasMessage("cannot listen on %s: the address is in use", address);

    VezServer.start(TestConfig.in(other)).close();
  }

  @Test
  void shouldSayThatThereIsNoSuchHost(@TempDir Path other) {
    assertThatThrownBy(() -> VezServer.start(TestConfig.in(other, "no-such-host.invalid:1")))
        .isInstanceOf(StartFailure.class)
        .hasMessageContaining("no-such-host.invalid");
  }

  @Test
  void shouldNotStartOnADamagedStore(@TempDir Path other) throws Exception {
    VezServer.start(TestConfig.in(other)).close();
    try (Stream<Path> files = Files.walk(other.resolve("groups"))) {
      for (Path file :
          files.filter(each -> each.getFileName().toString().equals("CURRENT")).toList()) {
        Files.writeString(file, "nonsense");
      }
    }

    assertThatThrownBy(() -> VezServer.start(TestConfig.in(other)))
        .isInstanceOf(StartFailure.class)
        .hasMessageContaining("group");
  }

  private Invocation vez(String... args) {
    return Invocation.of(
        Stream.concat(Stream.of("--addr", "http://127.0.0.1:" + server.port()), Stream.of(args))
            .toArray(String[]::new));
  }

  private static Invocation printed(String out) {
    return new Invocation(0, out, "");
  }

  private static Invocation failed(String text) {
    return new Invocation(1, "", "Error: " + text + "\n");
  }

  /** Takes so many messages and leaves them leased. */
  private List<ReceivedMessage> consume(String queue, int count) {
    var received = new LinkedBlockingQueue<ReceivedMessage>();
    List<ReceivedMessage> taken = new ArrayList<>();
    try (Consumer _ =
        client.consume(
            queue, count, message -> CompletableFuture.completedStage(received.add(message)))) {
      for (int i = 0; i < count; i++) {
        taken.add(take(received));
      }
    }
    return taken;
  }

  private static ReceivedMessage take(LinkedBlockingQueue<ReceivedMessage> from) {
    try {
      return Objects.requireNonNull(from.poll(30, TimeUnit.SECONDS), "no message within 30 s");
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private static <T> T join(CompletionStage<T> stage) {
    return stage.toCompletableFuture().join();
  }
}
