package dev.vez.adapters.grpc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vez.ports.api.ConfigEntry;
import dev.vez.ports.api.NewQueue;
import dev.vez.ports.api.QueueStats;
import dev.vez.ports.api.QueueStats.KeyStats;
import dev.vez.ports.api.QueueStats.ThrottleStats;
import dev.vez.ports.api.QueueSummary;
import dev.vez.ports.api.Redrive;
import dev.vez.ports.api.Rejection.InvalidArgument;
import dev.vez.ports.api.Rejection.QueueAlreadyExists;
import dev.vez.ports.api.Rejection.QueueNotFound;
import dev.vez.protos.fila.v1.CreateApiKeyRequest;
import dev.vez.protos.fila.v1.CreateQueueRequest;
import dev.vez.protos.fila.v1.DeleteQueueRequest;
import dev.vez.protos.fila.v1.FilaAdminGrpc;
import dev.vez.protos.fila.v1.FilaAdminGrpc.FilaAdminBlockingStub;
import dev.vez.protos.fila.v1.GetAclRequest;
import dev.vez.protos.fila.v1.GetConfigRequest;
import dev.vez.protos.fila.v1.GetConfigResponse;
import dev.vez.protos.fila.v1.GetStatsRequest;
import dev.vez.protos.fila.v1.GetStatsResponse;
import dev.vez.protos.fila.v1.ListApiKeysRequest;
import dev.vez.protos.fila.v1.ListConfigRequest;
import dev.vez.protos.fila.v1.ListConfigResponse;
import dev.vez.protos.fila.v1.ListQueuesRequest;
import dev.vez.protos.fila.v1.PerFairnessKeyStats;
import dev.vez.protos.fila.v1.PerThrottleKeyStats;
import dev.vez.protos.fila.v1.QueueConfig;
import dev.vez.protos.fila.v1.QueueInfo;
import dev.vez.protos.fila.v1.RedriveRequest;
import dev.vez.protos.fila.v1.RevokeApiKeyRequest;
import dev.vez.protos.fila.v1.SetAclRequest;
import dev.vez.protos.fila.v1.SetConfigRequest;
import dev.vez.protos.fila.v1.SetConfigResponse;
import dev.vez.protos.vez.v1.VezAdminGrpc;
import io.grpc.Status;
import java.util.List;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class FilaAdminTest {

  private final TestServer server = new TestServer();
  private FilaAdminBlockingStub client;

  @BeforeEach
  void connect() {
    client = FilaAdminGrpc.newBlockingStub(server.connect());
  }

  @AfterEach
  void close() {
    server.close();
  }

  // CreateQueue

  @Test
  void shouldCreateAQueueAsAsked() {
    QueueConfig config =
        QueueConfig.newBuilder()
            .setOnEnqueueScript("e")
            .setOnFailureScript("f")
            .setVisibilityTimeoutMs(5_000)
            .build();

    String id =
        client
            .createQueue(
                CreateQueueRequest.newBuilder().setName("orders").setConfig(config).build())
            .getQueueId();

    assertThat(id).isEqualTo("orders");
    assertThat(server.admin.created).containsExactly(new NewQueue("orders", "e", "f", 5_000));
  }

  @Test
  void shouldLeaveDefaultsToTheBroker() {
    client.createQueue(create("orders"));

    assertThat(server.admin.created).containsExactly(new NewQueue("orders", "", "", 0));
  }

  @Test
  void shouldNotTakeAHugeTimeoutForANegativeOne() {
    client.createQueue(
        CreateQueueRequest.newBuilder()
            .setName("orders")
            .setConfig(QueueConfig.newBuilder().setVisibilityTimeoutMs(-1))
            .build());

    assertThat(server.admin.created.getFirst().visibilityTimeoutMillis()).isEqualTo(Long.MAX_VALUE);
  }

  @Test
  void shouldRedriveAsAsked() {
    assertThat(
            client
                .redrive(RedriveRequest.newBuilder().setDlqQueue("orders.dlq").setCount(5).build())
                .getRedriven())
        .isEqualTo(7);

    assertThat(server.admin.redrives).containsExactly(new Redrive("orders.dlq", 5, null, 0, false));
  }

  @Test
  void shouldRedriveWithOptionsAsAsked() {
    VezAdminGrpc.VezAdminBlockingStub vez = VezAdminGrpc.newBlockingStub(server.connect());

    vez.redrive(
        dev.vez.protos.vez.v1.RedriveRequest.newBuilder()
            .setDlqQueue("orders.dlq")
            .setCount(-1)
            .setFairnessKey("")
            .setRatePerSecond(-1)
            .setDryRun(true)
            .build());

    assertThat(server.admin.redrives)
        .as("the empty key is a key, and what is huge is not negative")
        .containsExactly(new Redrive("orders.dlq", Long.MAX_VALUE, "", 4_294_967_295L, true));
  }

  @Test
  void shouldRefuseToRedriveAQueueWithoutName() {
    Failure failure = Failure.of(() -> client.redrive(RedriveRequest.getDefaultInstance()));

    assertThat(failure.code()).isEqualTo(Status.Code.INVALID_ARGUMENT);
    assertThat(failure.badField()).isEqualTo("dlq_queue");
    assertThat(server.admin.redrives).isEmpty();
  }

  @Test
  void shouldRefuseToCreateAQueueWithoutName() {
    Failure failure = Failure.of(() -> client.createQueue(create("")));

    assertThat(failure.code()).isEqualTo(Status.Code.INVALID_ARGUMENT);
    assertThat(failure.badField()).isEqualTo("name");
    assertThat(server.admin.created).isEmpty();
  }

  @Test
  void shouldRefuseAQueueThatIsNotValid() {
    server.admin.rejectEverything(
        new InvalidArgument("config.visibility_timeout_ms", "expected 1,000 or more, but got 5"));

    Failure failure = Failure.of(() -> client.createQueue(create("orders")));

    assertThat(failure.code()).isEqualTo(Status.Code.INVALID_ARGUMENT);
    assertThat(failure.badField()).isEqualTo("config.visibility_timeout_ms");
  }

  @Test
  void shouldRefuseAQueueThatExists() {
    server.admin.rejectEverything(new QueueAlreadyExists("orders"));

    Failure failure = Failure.of(() -> client.createQueue(create("orders")));

    assertThat(failure.code()).isEqualTo(Status.Code.ALREADY_EXISTS);
    assertThat(failure.text()).isEqualTo("queue \"orders\" already exists");
  }

  // DeleteQueue

  @Test
  void shouldDeleteAQueue() {
    client.deleteQueue(delete("orders"));

    assertThat(server.admin.deleted).containsExactly("orders");
  }

  @Test
  void shouldRefuseToDeleteAQueueWithoutName() {
    Failure failure = Failure.of(() -> client.deleteQueue(delete("")));

    assertThat(failure.code()).isEqualTo(Status.Code.INVALID_ARGUMENT);
    assertThat(failure.badField()).isEqualTo("queue");
    assertThat(server.admin.deleted).isEmpty();
  }

  @Test
  void shouldNotDeleteAnUnknownQueue() {
    server.admin.rejectEverything(new QueueNotFound("orders"));

    Failure failure = Failure.of(() -> client.deleteQueue(delete("orders")));

    assertThat(failure.code()).isEqualTo(Status.Code.NOT_FOUND);
    assertThat(failure.text()).isEqualTo("queue \"orders\" does not exist");
  }

  // ListQueues

  @Test
  void shouldListQueuesInTheOrderOfTheBroker() {
    server.admin.queues =
        List.of(new QueueSummary("orders", 5, 2, 1, 3), new QueueSummary("orders.dlq", 1, 0, 0, 3));

    List<QueueInfo> queues =
        client.listQueues(ListQueuesRequest.getDefaultInstance()).getQueuesList();

    assertThat(queues)
        .containsExactly(
            QueueInfo.newBuilder()
                .setName("orders")
                .setDepth(5)
                .setInFlight(2)
                .setActiveConsumers(1)
                .setLeaderNodeId(3)
                .build(),
            QueueInfo.newBuilder().setName("orders.dlq").setDepth(1).setLeaderNodeId(3).build());
  }

  // GetStats

  @Test
  void shouldGiveTheFiguresOfAQueue() {
    server.admin.stats =
        new QueueStats(
            new QueueSummary("orders", 9, 4, 2, 7),
            2,
            10,
            3,
            List.of(new KeyStats("b", 3, -1, 2), new KeyStats("a", 2, 5, 1)),
            List.of(new ThrottleStats("t", 400_000, 1_500_000, 2_000_000)));

    GetStatsResponse stats = client.getStats(stats("orders"));

    assertThat(stats)
        .isEqualTo(
            GetStatsResponse.newBuilder()
                .setDepth(9)
                .setInFlight(4)
                .setActiveFairnessKeys(2)
                .setActiveConsumers(2)
                .setQuantum(10)
                .setLeaderNodeId(7)
                .setReplicationCount(3)
                .addPerThrottleStats(
                    PerThrottleKeyStats.newBuilder()
                        .setKey("t")
                        .setTokens(0.4)
                        .setRatePerSecond(1.5)
                        .setBurst(2))
                .addPerKeyStats(key("b", 3, -1, 2))
                .addPerKeyStats(key("a", 2, 5, 1))
                .build());
  }

  @Test
  void shouldRefuseFiguresWithoutName() {
    Failure failure = Failure.of(() -> client.getStats(stats("")));

    assertThat(failure.code()).isEqualTo(Status.Code.INVALID_ARGUMENT);
    assertThat(failure.badField()).isEqualTo("queue");
  }

  @Test
  void shouldHaveNoFiguresOfAnUnknownQueue() {
    server.admin.rejectEverything(new QueueNotFound("orders"));

    assertThat(Failure.of(() -> client.getStats(stats("orders"))).code())
        .isEqualTo(Status.Code.NOT_FOUND);
  }

  // Runtime configuration

  @Test
  void shouldSetConfiguration() {
    SetConfigResponse answer =
        client.setConfig(SetConfigRequest.newBuilder().setKey("k").setValue("v").build());

    assertThat(answer).isEqualTo(SetConfigResponse.getDefaultInstance());
    assertThat(server.config.set).containsExactly(new ConfigEntry("k", "v"));
  }

  @Test
  void shouldGetConfiguration() {
    server.config.value = "v";

    GetConfigResponse answer = client.getConfig(GetConfigRequest.newBuilder().setKey("k").build());

    assertThat(answer.getValue()).isEqualTo("v");
    assertThat(server.config.asked).containsExactly("k");
  }

  @Test
  void shouldListConfigurationAndCountIt() {
    server.config.entries = List.of(new ConfigEntry("a", "1"), new ConfigEntry("b", "2"));

    ListConfigResponse answer =
        client.listConfig(ListConfigRequest.newBuilder().setPrefix("p").build());

    assertThat(answer.getEntriesList())
        .extracting(entry -> entry.getKey() + "=" + entry.getValue())
        .containsExactly("a=1", "b=2");
    assertThat(answer.getTotalCount()).isEqualTo(2);
    assertThat(server.config.asked).containsExactly("p");
  }

  @Test
  void shouldRefuseConfigurationAsTheEngineDoes() {
    server.config.rejectEverything(new InvalidArgument("key", "expected a key, but got none"));

    Stream<ThrowingCallable> calls =
        Stream.of(
            () -> client.setConfig(SetConfigRequest.getDefaultInstance()),
            () -> client.getConfig(GetConfigRequest.getDefaultInstance()),
            () -> client.listConfig(ListConfigRequest.getDefaultInstance()));

    assertThat(calls.map(Failure::of))
        .hasSize(3)
        .allSatisfy(
            failure -> {
              assertThat(failure.code()).isEqualTo(Status.Code.INVALID_ARGUMENT);
              assertThat(failure.badField()).isEqualTo("key");
            });
  }

  // The rest

  @Test
  void shouldSayThatTheOtherMethodsAreNotImplemented() {
    Stream<ThrowingCallable> others =
        Stream.of(
            () -> client.createApiKey(CreateApiKeyRequest.getDefaultInstance()),
            () -> client.revokeApiKey(RevokeApiKeyRequest.getDefaultInstance()),
            () -> client.listApiKeys(ListApiKeysRequest.getDefaultInstance()),
            () -> client.setAcl(SetAclRequest.getDefaultInstance()),
            () -> client.getAcl(GetAclRequest.getDefaultInstance()));

    assertThat(others.map(Failure::of).map(Failure::code))
        .hasSize(5)
        .containsOnly(Status.Code.UNIMPLEMENTED);
  }

  private static CreateQueueRequest create(String name) {
    return CreateQueueRequest.newBuilder().setName(name).build();
  }

  private static DeleteQueueRequest delete(String queue) {
    return DeleteQueueRequest.newBuilder().setQueue(queue).build();
  }

  private static GetStatsRequest stats(String queue) {
    return GetStatsRequest.newBuilder().setQueue(queue).build();
  }

  private static PerFairnessKeyStats key(String key, long pending, long deficit, int weight) {
    return PerFairnessKeyStats.newBuilder()
        .setKey(key)
        .setPendingCount(pending)
        .setCurrentDeficit(deficit)
        .setWeight(weight)
        .build();
  }
}
