package dev.vez.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.vez.app.Invocation;
import dev.vez.protos.fila.v1.CreateQueueRequest;
import dev.vez.protos.fila.v1.DeleteQueueRequest;
import dev.vez.protos.fila.v1.EnqueueRequest;
import dev.vez.protos.fila.v1.GetStatsRequest;
import dev.vez.protos.fila.v1.GetStatsResponse;
import dev.vez.protos.fila.v1.ListQueuesResponse;
import dev.vez.protos.fila.v1.Message;
import dev.vez.protos.fila.v1.MessageMetadata;
import dev.vez.protos.fila.v1.PerFairnessKeyStats;
import dev.vez.protos.fila.v1.PerThrottleKeyStats;
import dev.vez.protos.fila.v1.QueueConfig;
import dev.vez.protos.fila.v1.QueueInfo;
import dev.vez.protos.fila.v1.RedriveRequest;
import dev.vez.protos.vez.v1.AtEnd;
import dev.vez.protos.vez.v1.Failure;
import dev.vez.protos.vez.v1.Nack;
import dev.vez.protos.vez.v1.SettleRequest;
import dev.vez.protos.vez.v1.SettleStatus;
import dev.vez.protos.vez.v1.SubscribeOpen;
import io.grpc.Status;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
final class BrokerCommandsTest {

  private final CannedBroker broker = new CannedBroker();

  @TempDir private Path folder;

  @AfterEach
  void stop() {
    broker.close();
  }

  @Test
  void shouldCreateAQueue() {
    assertThat(vez("queue", "create", "orders")).isEqualTo(printed("Created queue \"orders\"\n"));

    assertThat(broker.requests)
        .containsExactly(
            CreateQueueRequest.newBuilder()
                .setName("orders")
                .setConfig(QueueConfig.getDefaultInstance())
                .build());
  }

  @Test
  void shouldCreateAQueueWithScriptsAndTimeout() throws IOException {
    Path script = Files.writeString(folder.resolve("key.lua"), "from a file\n");

    vez(
        "queue",
        "create",
        "orders",
        "--on-enqueue",
        "@" + script,
        "--on-failure",
        "inline",
        "--visibility-timeout",
        "1500");

    assertThat(broker.requests)
        .containsExactly(
            CreateQueueRequest.newBuilder()
                .setName("orders")
                .setConfig(
                    QueueConfig.newBuilder()
                        .setOnEnqueueScript("from a file\n")
                        .setOnFailureScript("inline")
                        .setVisibilityTimeoutMs(1_500))
                .build());
  }

  @Test
  void shouldSayThatAScriptIsMissingBeforeItCallsTheBroker() {
    Invocation failed = vez("queue", "create", "orders", "--on-enqueue", "@no-such-file.lua");

    assertThat(failed.code()).isEqualTo(1);
    assertThat(failed.err()).contains("cannot read the script no-such-file.lua");
    assertThat(broker.requests).isEmpty();
  }

  @Test
  void shouldNameACommandThatItDoesNotKnow() {
    assertThat(Invocation.of("enqeue").code()).isEqualTo(2);
    assertThat(Invocation.of("enqeue").err())
        .startsWith("Error: Unknown command 'enqeue'; did you mean enqueue");
    assertThat(Invocation.of("queue", "x").err()).startsWith("Error: Unknown command 'x'");
  }

  @Test
  void shouldDeleteAQueue() {
    assertThat(vez("queue", "delete", "orders")).isEqualTo(printed("Deleted queue \"orders\"\n"));

    assertThat(broker.requests)
        .containsExactly(DeleteQueueRequest.newBuilder().setQueue("orders").build());
  }

  @Test
  void shouldRedrive() {
    assertThat(vez("redrive", "orders.dlq"))
        .isEqualTo(printed("Redrive complete: 1 message moved from \"orders.dlq\"\n"));
    broker.redriven = 2;
    assertThat(vez("redrive", "orders.dlq", "--count", "5"))
        .isEqualTo(printed("Redrive complete: 2 messages moved from \"orders.dlq\"\n"));

    assertThat(broker.requests)
        .as("calls that any broker of fila.v1 knows")
        .containsExactly(
            RedriveRequest.newBuilder().setDlqQueue("orders.dlq").build(),
            RedriveRequest.newBuilder().setDlqQueue("orders.dlq").setCount(5).build());
  }

  @Test
  void shouldRedriveOneKeySlowlyOrOnlyCount() {
    broker.redriven = 3;
    assertThat(vez("redrive", "orders.dlq", "--key", "acme", "--rate", "10", "--dry-run"))
        .isEqualTo(printed("Would move 3 messages from \"orders.dlq\"\n"));

    assertThat(broker.requests)
        .containsExactly(
            dev.vez.protos.vez.v1.RedriveRequest.newBuilder()
                .setDlqQueue("orders.dlq")
                .setFairnessKey("acme")
                .setRatePerSecond(10)
                .setDryRun(true)
                .build());
  }

  @Test
  void shouldSayThatThereAreNoQueues() {
    assertThat(vez("queue", "list")).isEqualTo(printed("No queues found.\n"));
    assertThat(vez("queue", "list", "--output", "json")).isEqualTo(printed("[]\n"));
  }

  @Test
  void shouldListQueuesOfANodeAlone() {
    broker.queues =
        ListQueuesResponse.newBuilder()
            .addQueues(QueueInfo.newBuilder().setName("orders").setDepth(12).setInFlight(3))
            .addQueues(QueueInfo.newBuilder().setName("orders.dlq").setActiveConsumers(2))
            .build();

    assertThat(vez("queue", "list"))
        .isEqualTo(
            printed(
                """
                NAME           DEPTH  IN_FLIGHT  CONSUMERS
                orders            12          3          0
                orders.dlq         0          0          2
                """));
    assertThat(vez("queue", "list", "--output", "json"))
        .isEqualTo(
            printed(
                "[{\"name\":\"orders\",\"depth\":12,\"in_flight\":3,\"consumers\":0,"
                    + "\"leader_node_id\":0},"
                    + "{\"name\":\"orders.dlq\",\"depth\":0,\"in_flight\":0,\"consumers\":2,"
                    + "\"leader_node_id\":0}]\n"));
  }

  @Test
  void shouldListQueuesOfACluster() {
    broker.queues =
        ListQueuesResponse.newBuilder()
            .addQueues(QueueInfo.newBuilder().setName("orders").setLeaderNodeId(2))
            .setClusterNodeCount(3)
            .build();

    assertThat(vez("queue", "list"))
        .isEqualTo(
            printed(
                """
                NAME       DEPTH  IN_FLIGHT  CONSUMERS  LEADER
                orders         0          0          0       2
                Cluster nodes: 3
                """));
  }

  @Test
  void shouldInspectAQueue() {
    broker.stats =
        GetStatsResponse.newBuilder()
            .setDepth(5)
            .setInFlight(2)
            .setActiveFairnessKeys(1)
            .setActiveConsumers(1)
            .setQuantum(1)
            .setLeaderNodeId(3)
            .setReplicationCount(3)
            .addPerKeyStats(
                PerFairnessKeyStats.newBuilder().setKey("acme").setPendingCount(3).setWeight(1))
            .addPerThrottleStats(
                PerThrottleKeyStats.newBuilder()
                    .setKey("provider:slow")
                    .setTokens(0.4)
                    .setRatePerSecond(1)
                    .setBurst(1))
            .build();

    assertThat(vez("queue", "inspect", "orders"))
        .isEqualTo(
            printed(
                """
                Queue: orders
                  Depth:                5
                  In-flight:            2
                  Active fairness keys: 1
                  Active consumers:     1
                  Quantum:              1
                  Raft leader:          node 3
                  Replicas:             3

                  KEY      PENDING   DEFICIT  WEIGHT
                  acme           3         0       1

                  KEY              TOKENS    RATE/S     BURST
                  provider:slow       0.4       1.0       1.0
                """));
    assertThat(vez("queue", "inspect", "orders", "--output", "json").out())
        .isEqualTo(
            "{\"name\":\"orders\",\"depth\":5,\"in_flight\":2,\"active_fairness_keys\":1,"
                + "\"active_consumers\":1,\"quantum\":1,\"leader_node_id\":3,\"replicas\":3,"
                + "\"keys\":[{\"key\":\"acme\",\"pending\":3,\"deficit\":0,\"weight\":1}],"
                + "\"throttles\":[{\"key\":\"provider:slow\",\"tokens\":0.4,"
                + "\"rate_per_second\":1.0,\"burst\":1.0}]}\n");
    assertThat(broker.requests).contains(GetStatsRequest.newBuilder().setQueue("orders").build());
  }

  @Test
  void shouldNotSpeakOfRaftOnANodeAlone() {
    broker.stats = GetStatsResponse.newBuilder().setLeaderNodeId(1).setReplicationCount(1).build();

    assertThat(vez("queue", "inspect", "orders"))
        .isEqualTo(
            printed(
                """
                Queue: orders
                  Depth:                0
                  In-flight:            0
                  Active fairness keys: 0
                  Active consumers:     0
                  Quantum:              0
                """));
  }

  @Test
  void shouldEnqueueTextWithHeaders() {
    assertThat(vez("enqueue", "orders", "hällo", "--header", "a=1", "--header", "b=x=y"))
        .isEqualTo(printed("id-1\n"));

    assertThat(broker.requests)
        .containsExactly(
            EnqueueRequest.newBuilder()
                .setQueue("orders")
                .putHeaders("a", "1")
                .putHeaders("b", "x=y")
                .setPayload(ByteString.copyFromUtf8("hällo"))
                .build());
  }

  @Test
  void shouldEnqueueAFileAsItIs() throws IOException {
    byte[] bytes = {0, -1, 10, 13};
    Path file = Files.write(folder.resolve("payload"), bytes);

    vez("enqueue", "orders", "--file", file.toString());

    assertThat(broker.requests)
        .containsExactly(
            EnqueueRequest.newBuilder()
                .setQueue("orders")
                .setPayload(ByteString.copyFrom(bytes))
                .build());
  }

  @Test
  void shouldEnqueueManyCopies() {
    Invocation run = vez("enqueue", "orders", "hello", "--count", "600", "--output", "json");

    assertThat(run.out().lines()).hasSize(600).allMatch(line -> line.startsWith("{\"message_id\""));
    assertThat(broker.requests).hasSize(600);
  }

  @ParameterizedTest
  @ValueSource(strings = {"no-such-file", "."})
  void shouldSayWhichFileCannotBeRead(String file) {
    Invocation run = vez("enqueue", "orders", "--file", file);

    assertThat(run.code()).isEqualTo(1);
    assertThat(run.err()).startsWith("Error: cannot read the payload from " + file + ": ");
    assertThat(broker.requests).isEmpty();
  }

  @Test
  void shouldPrintAndAckMessages() {
    broker.deliveries.add(
        message("id-a", "hello\nworld")
            .putHeaders("tenant", "acme")
            .putHeaders("evil", "\u001b[31m")
            .build());
    broker.deliveries.add(
        message("id-b", "").setPayload(ByteString.copyFrom(new byte[] {0, 1})).build());
    broker.deliveries.add(message("id-c", "").build());

    assertThat(vez("consume", "orders", "--count", "3"))
        .isEqualTo(
            printed(
                """
                id-a  key=acme  attempts=1
                  evil: ?[31m
                  tenant: acme
                  hello
                  world
                id-b  key=acme  attempts=1
                  base64:AAE=
                id-c  key=acme  attempts=1
                  (no payload)
                """));
    assertThat(broker.requests.getFirst())
        .isEqualTo(SubscribeOpen.newBuilder().setQueue("orders").build());
    assertThat(broker.requests.stream().skip(1).map(SettleRequest.class::cast))
        .as("all of them acked, in batches of any size")
        .allSatisfy(settle -> assertThat(settle.getNacksList()).isEmpty())
        .flatExtracting(SettleRequest::getAcksList)
        .containsExactly(lease("id-a"), lease("id-b"), lease("id-c"));
  }

  @Test
  void shouldPrintMessagesAsJson() {
    broker.deliveries.add(message("id-a", "say \"hi\"\u0007").build());
    broker.deliveries.add(message("id-b", "tab\t").putHeaders("a", "b").build());

    List<String> lines =
        vez("--output", "json", "consume", "orders", "--count", "2").out().lines().toList();

    assertThat(lines)
        .containsExactly(
            "{\"id\":\"id-a\",\"queue\":\"orders\",\"fairness_key\":\"acme\",\"weight\":2,"
                + "\"throttle_keys\":[],\"attempts\":1,\"enqueued_at\":\"1970-01-01T00:00:00Z\","
                + "\"leased_at\":\"1970-01-01T00:00:00Z\",\"headers\":{},"
                + "\"payload_base64\":\"c2F5ICJoaSIH\"}",
            "{\"id\":\"id-b\",\"queue\":\"orders\",\"fairness_key\":\"acme\",\"weight\":2,"
                + "\"throttle_keys\":[],\"attempts\":1,\"enqueued_at\":\"1970-01-01T00:00:00Z\","
                + "\"leased_at\":\"1970-01-01T00:00:00Z\",\"headers\":{\"a\":\"b\"},"
                + "\"payload\":\"tab\\t\"}");
  }

  @Test
  void shouldNotTakeMoreMessagesThanAskedFor() {
    broker.deliveries.add(message("id-a", "a").build());
    broker.deliveries.add(message("id-b", "b").build());

    assertThat(vez("consume", "orders", "--count", "1").out()).contains("id-a").doesNotContain("b");
    assertThat(broker.credit).hasValue(1);
    assertThat(broker.requests)
        .endsWith(SettleRequest.newBuilder().addAcks(lease("id-a")).build())
        .hasSize(2);
  }

  @Test
  void shouldNackOrLeaveMessages() {
    broker.deliveries.add(message("id-a", "a").build());

    vez("consume", "orders", "--count", "1", "--nack", "--error", "too hot");
    vez("consume", "orders", "--count", "1", "--no-ack");

    assertThat(broker.requests)
        .containsExactly(
            SubscribeOpen.newBuilder().setQueue("orders").build(),
            SettleRequest.newBuilder()
                .addNacks(Nack.newBuilder().setLeaseId(lease("id-a")).setError("too hot"))
                .build(),
            SubscribeOpen.newBuilder().setQueue("orders").setAtEnd(AtEnd.AT_END_KEEP).build());
  }

  @Test
  void shouldWarnOfAMessageThatMayComeAgain() {
    broker.deliveries.add(message("id-a", "a").build());
    broker.settled = SettleStatus.SETTLE_STATUS_LEASE_LOST;

    Invocation run = vez("consume", "orders", "--count", "1");

    assertThat(run.code()).isZero();
    assertThat(run.out()).startsWith("id-a");
    assertThat(run.err())
        .isEqualTo(
            "Warning: the lease of id-a had ended before it was settled: the message may come"
                + " again\n");
  }

  @Test
  void shouldFailWhereItCannotSettle() {
    broker.deliveries.add(message("id-a", "a").build());
    broker.settleFailure =
        Failure.newBuilder()
            .setCode(Status.Code.INVALID_ARGUMENT.value())
            .setReason("INVALID_ARGUMENT")
            .setMessage("no such lease")
            .build();

    Invocation run = vez("consume", "orders");

    assertThat(run.code()).isEqualTo(1);
    assertThat(run.out()).startsWith("id-a");
    assertThat(run.err()).isEqualTo("Error: no such lease\n");
  }

  @Test
  void shouldTellWhyAStreamEnds() {
    broker.failure = Status.NOT_FOUND.withDescription("queue \"orders\" does not exist");

    assertThat(vez("consume", "orders"))
        .isEqualTo(new Invocation(1, "", "Error: queue \"orders\" does not exist\n"));
  }

  @Test
  void shouldTellWhatTheBrokerSays() {
    broker.failure = Status.ALREADY_EXISTS.withDescription("queue \"orders\" already exists");
    assertThat(vez("queue", "create", "orders"))
        .isEqualTo(new Invocation(1, "", "Error: queue \"orders\" already exists\n"));

    broker.failure = Status.UNIMPLEMENTED;
    assertThat(vez("queue", "create", "orders"))
        .isEqualTo(
            new Invocation(
                1,
                "",
                "Error: the broker at " + broker.address() + " does not support this call\n"));
  }

  @Test
  void shouldSayInOneLineThatNoBrokerAnswers() throws IOException {
    int free;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      free = socket.getLocalPort();
    }
    String address = "http://localhost:" + free;

    assertThat(Invocation.of("queue", "list", "--addr", address))
        .isEqualTo(new Invocation(1, "", noBroker(address)));
  }

  @Test
  void shouldGiveUpAListenerThatStaysSilentWithinSeconds() throws IOException {
    try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      String address = "http://localhost:" + silent.getLocalPort();
      long start = System.nanoTime();

      Invocation run = Invocation.of("queue", "list", "--addr", address);

      assertThat(run).isEqualTo(new Invocation(1, "", noBroker(address)));
      assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(15));
    }
  }

  @Test
  void shouldTakeGlobalOptionsBeforeAndAfterEachCommand() {
    for (String[] args :
        new String[][] {
          {"--addr", broker.address(), "queue", "list"},
          {"queue", "--addr", broker.address(), "list"},
          {"queue", "list", "--addr", broker.address()},
          {"--addr", "http://localhost:1", "queue", "list", "--addr", broker.address()},
        }) {
      assertThat(Invocation.of(args)).isEqualTo(printed("No queues found.\n"));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "queue",
        "queue create",
        "queue create orders --visibility-timeout -1",
        "queue create orders --visibility-timeout soon",
        "queue list --output yaml",
        "queue list --tls-cert client.pem",
        "queue list --tls-key client.key",
        "queue list --api-key tv\u00f6",
        "completion",
        "completion fish",
        "queue list --addr nonsense:x",
        "config",
        "config set",
        "config set k",
        "config set k v more",
        "config get",
        "config list more",
        "enqueue",
        "enqueue orders",
        "enqueue orders text --file -",
        "enqueue orders text more",
        "enqueue orders text --count 0",
        "enqueue orders text --header novalue",
        "consume",
        "consume orders --count -1",
        "consume orders --ack --nack",
        "consume orders --error text",
        "nonsense",
        "--nonsense",
      })
  void shouldRefuseWrongUse(String line) {
    Invocation run = Invocation.of(line.split(" "));

    assertThat(run.code()).isEqualTo(2);
    assertThat(run.out()).isEmpty();
    assertThat(run.err().lines().toList())
        .hasSize(2)
        .satisfiesExactly(
            first -> assertThat(first).startsWith("Error: ").doesNotContain("Error: Error"),
            second -> assertThat(second).matches("Try 'vez.* --help' for how to use it\\."));
  }

  @Test
  void shouldSendTheTokenThatItWasGiven() {
    vez("queue", "list", "--api-key", "outer-loses");
    Invocation.of(
        "--api-key", "t1", "queue", "--addr", broker.address(), "list", "--api-key", "t2");
    Invocation.of("--api-key", "t3", "queue", "list", "--addr", broker.address());
    vez("queue", "list");

    assertThat(broker.tokens)
        .containsExactly("Bearer outer-loses", "Bearer t2", "Bearer t3", "none");
  }

  @ParameterizedTest
  @ValueSource(strings = {"--tls-ca-cert", "--tls-cert"})
  void shouldSayWhichFileOfAConnectionCannotBeRead(String option) {
    Invocation run =
        option.equals("--tls-cert")
            ? vez("queue", "list", option, "no-such.pem", "--tls-key", "no-such.key")
            : vez("queue", "list", option, "no-such.pem");

    assertThat(run.code()).isEqualTo(1);
    assertThat(run.err()).startsWith("Error: cannot read no-such.pem").contains("no-such.pem");
    assertThat(broker.requests).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"--tls", "https"})
  void shouldNotSendInTheClearWhatShouldBeEncrypted(String how) {
    String secure = broker.address().replace("http:", "https:");
    Invocation run =
        how.equals("--tls")
            ? vez("queue", "list", "--tls", "--api-key", "secret")
            : Invocation.of("queue", "list", "--addr", secure, "--api-key", "secret");

    assertThat(run)
        .isEqualTo(
            new Invocation(
                1,
                "",
                "Error: no broker answers at "
                    + secure
                    + ", or its certificate is not one to believe (see --tls-ca-cert)\n"));
    assertThat(broker.tokens).isEmpty();
  }

  private Invocation vez(String... args) {
    return Invocation.of(
        Stream.concat(Stream.of("--addr", broker.address()), Stream.of(args))
            .toArray(String[]::new));
  }

  private static Invocation printed(String out) {
    return new Invocation(0, out, "");
  }

  private static String noBroker(String address) {
    return "Error: no broker answers at "
        + address
        + "; start one with \"vez server\", or name another with --addr\n";
  }

  private static Message.Builder message(String id, String payload) {
    return Message.newBuilder()
        .setId(id)
        .setPayload(ByteString.copyFromUtf8(payload))
        .setMetadata(
            MessageMetadata.newBuilder()
                .setQueueId("orders")
                .setFairnessKey("acme")
                .setWeight(2)
                .setAttemptCount(1));
  }

  private static ByteString lease(String id) {
    return ByteString.copyFromUtf8(id);
  }
}
