package dev.vez.app.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.vez.client.BrokerAddress;
import dev.vez.client.Consumer;
import dev.vez.client.NewQueue;
import dev.vez.client.QueueStats;
import dev.vez.client.VezClient;
import dev.vez.client.VezException;
import io.grpc.Status;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The table of status codes of {@code fila.v1}, a test for each of its rows that a node alone
 * without authentication can meet, in the table's order. UNAVAILABLE is for nodes that stop or
 * fail: see DrainTest and RejectionStatusTest of the gRPC adapter and GroupLoopFailureTest of the
 * engine.
 */
@Timeout(120)
final class StatusTableIT {

  private static final String NO_ID = UUID.randomUUID().toString();

  @TempDir private Path folder;

  @SuppressWarnings("NullAway.Init") // before each test
  private VezServer server;

  @SuppressWarnings("NullAway.Init")
  private VezClient client;

  @BeforeEach
  void start() {
    startWith();
    join(client.createQueue(NewQueue.named("orders")));
  }

  @AfterEach
  void stop() {
    client.close();
    server.close();
  }

  @Nested
  final class OfEnqueue {

    @Test
    void shouldBeInvalidArgumentWhereTheQueueIsEmptyOrNotValid() {
      assertCode(Status.Code.INVALID_ARGUMENT, enqueue(""), enqueue("-x"), enqueue("a b"));
    }

    @Test
    void shouldBeNotFoundWhereTheQueueDoesNotExist() {
      assertCode(Status.Code.NOT_FOUND, enqueue("unknown"));
    }

    @Test
    void shouldBeResourceExhaustedWhereTheInboxIsFull() {
      restartWith("limits.inbox_requests_max=1");
      VezException refused = null;
      while (refused == null) {
        List<CompletableFuture<String>> sent =
            Stream.generate(() -> enqueue("orders").toCompletableFuture()).limit(64).toList();
        refused =
            sent.stream()
                .map(StatusTableIT::outcome)
                .flatMap(Optional::stream)
                .findAny()
                .orElse(null);
      }

      assertThat(refused.code()).isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
      assertThat(refused).hasMessageContaining("limits.inbox_requests_max");
      assertThat(refused.retryAfter()).isPresent();
    }

    @Test
    void shouldBeResourceExhaustedWhereTheDiskIsBelowItsReserve() {
      restartWith("storage.disk_reserve_bytes=" + (1L << 50));

      VezException refused = failure(enqueue("orders"));

      assertThat(refused.code()).isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
      assertThat(refused).hasMessageContaining("storage.disk_reserve_bytes");
      assertThat(refused.retryAfter()).isPresent();
    }
  }

  @Nested
  final class OfConsume {

    @Test
    void shouldBeInvalidArgumentWhereTheQueueIsEmpty() {
      assertCode(Status.Code.INVALID_ARGUMENT, consume("").ended());
    }

    @Test
    void shouldBeNotFoundAtOnceWhereTheQueueDoesNotExist() {
      assertCode(Status.Code.NOT_FOUND, consume("unknown").ended(), consume("not a name").ended());
    }

    @Test
    void shouldEndWithNotFoundWhereTheQueueIsDeletedMeanwhile() {
      Consumer consumer = consume("orders");
      awaitFigures("orders", stats -> stats.activeConsumers() == 1);

      join(client.deleteQueue("orders"));

      assertCode(Status.Code.NOT_FOUND, consumer.ended());
    }
  }

  @Nested
  final class OfAckAndNack {

    @Test
    void shouldBeInvalidArgumentWhereTheQueueIsEmpty() {
      assertCode(Status.Code.INVALID_ARGUMENT, client.ack("", NO_ID), client.nack("", NO_ID, ""));
    }

    @Test
    void shouldBeInvalidArgumentWhereTheMessageIdIsEmptyOrNoUuid() {
      assertCode(
          Status.Code.INVALID_ARGUMENT,
          client.ack("orders", ""),
          client.ack("orders", "m"),
          client.nack("orders", "", ""),
          client.nack("orders", "m", ""));
    }

    @Test
    void shouldBeNotFoundWhereTheMessageIsUnknown() {
      assertCode(
          Status.Code.NOT_FOUND, client.ack("orders", NO_ID), client.nack("orders", NO_ID, ""));
    }

    @Test
    void shouldBeNotFoundWhereTheMessageWasNeverDelivered() {
      String id = join(enqueue("orders"));

      assertCode(Status.Code.NOT_FOUND, client.ack("orders", id), client.nack("orders", id, ""));
    }

    @Test
    void shouldBeNotFoundWhereTheMessageIsSettled() {
      String id = join(enqueue("orders"));
      consumeOne("orders");
      join(client.ack("orders", id));

      assertCode(Status.Code.NOT_FOUND, client.ack("orders", id), client.nack("orders", id, ""));
    }

    @Test
    void shouldBeNotFoundWhereTheLeaseHasExpired() {
      join(
          client.createQueue(NewQueue.named("hasty").withVisibilityTimeout(Duration.ofSeconds(1))));
      String id = join(enqueue("hasty"));
      consumeOne("hasty");
      awaitFigures("hasty", stats -> stats.inFlight() == 0);

      assertCode(Status.Code.NOT_FOUND, client.ack("hasty", id), client.nack("hasty", id, ""));
    }
  }

  @Nested
  final class OfCreateQueue {

    @Test
    void shouldBeInvalidArgumentWhereTheNameIsEmptyOrNotValid() {
      assertCode(
          Status.Code.INVALID_ARGUMENT,
          create(NewQueue.named("")),
          create(NewQueue.named(".x")),
          create(NewQueue.named("q".repeat(256))));
    }

    @Test
    void shouldBeInvalidArgumentWhereTheVisibilityTimeoutIsTooShort() {
      assertCode(
          Status.Code.INVALID_ARGUMENT,
          create(NewQueue.named("q").withVisibilityTimeout(Duration.ofMillis(1))),
          create(NewQueue.named("q").withVisibilityTimeout(Duration.ofMillis(999))));
      join(create(NewQueue.named("q").withVisibilityTimeout(Duration.ZERO)));
    }

    @Test
    void shouldBeInvalidArgumentWhereAScriptDoesNotCompileOrLacksItsFunction() {
      assertCode(
          Status.Code.INVALID_ARGUMENT,
          create(NewQueue.named("q").withOnEnqueue("function on_enqueue(")),
          create(NewQueue.named("q").withOnEnqueue("local x = 1")),
          create(NewQueue.named("q").withOnFailure("function on_failure(")),
          create(NewQueue.named("q").withOnFailure("local x = 1")));
    }

    @Test
    void shouldBeAlreadyExistsWhereTheQueueExists() {
      assertCode(
          Status.Code.ALREADY_EXISTS,
          create(NewQueue.named("orders")),
          create(NewQueue.named("orders.dlq")));
    }
  }

  @Nested
  final class OfDeleteQueue {

    @Test
    void shouldBeInvalidArgumentWhereTheQueueIsEmpty() {
      assertCode(Status.Code.INVALID_ARGUMENT, client.deleteQueue(""));
    }

    @Test
    void shouldBeNotFoundWhereTheQueueIsMissing() {
      assertCode(
          Status.Code.NOT_FOUND,
          client.deleteQueue("unknown"),
          client.deleteQueue("q".repeat(3_000)));
    }
  }

  @Nested
  final class OfSetConfig {

    @Test
    void shouldBeInvalidArgumentWhereTheKeyIsEmptyOrTooLong() {
      assertCode(
          Status.Code.INVALID_ARGUMENT,
          client.setConfig("", "v"),
          client.setConfig("k".repeat(257), "v"));
      join(client.setConfig("k".repeat(256), "v"));
    }

    @Test
    void shouldBeInvalidArgumentWhereTheValueIsTooLong() {
      assertCode(Status.Code.INVALID_ARGUMENT, client.setConfig("k", "v".repeat(1_025)));
      join(client.setConfig("k", "v".repeat(1_024)));
    }

    @Test
    void shouldBeInvalidArgumentWhereARateIsMalformed() {
      assertCode(
          Status.Code.INVALID_ARGUMENT,
          client.setConfig("throttle.k", "1"),
          client.setConfig("throttle.k", "1,-1"),
          client.setConfig("throttle.k", "NaN,1"));
      assertThat(failure(client.setConfig("throttle.k", "fast,1")))
          .hasMessageContaining("<rate>,<burst>");
    }

    @Test
    void shouldBeInvalidArgumentWhereTheKeyIsExactlyThrottle() {
      assertCode(
          Status.Code.INVALID_ARGUMENT,
          client.setConfig("throttle.", "1,1"),
          client.setConfig("throttle.", ""));
    }
  }

  @Nested
  final class OfGetConfig {

    @Test
    void shouldBeInvalidArgumentWhereTheKeyIsEmptyOrTooLong() {
      assertCode(
          Status.Code.INVALID_ARGUMENT, client.getConfig(""), client.getConfig("k".repeat(257)));
    }

    @Test
    void shouldBeOkAndEmptyWhereTheKeyIsAbsent() {
      assertThat(join(client.getConfig("absent"))).isEmpty();
    }
  }

  @Nested
  final class OfListConfig {

    @Test
    void shouldBeInvalidArgumentWhereThePrefixIsTooLong() {
      assertCode(Status.Code.INVALID_ARGUMENT, client.listConfig("k".repeat(257)));
    }

    @Test
    void shouldBeOkOtherwise() {
      join(client.setConfig("a", "1"));

      assertThat(join(client.listConfig(""))).hasSize(1);
      assertThat(join(client.listConfig("b"))).isEmpty();
    }
  }

  @Nested
  final class OfGetStats {

    @Test
    void shouldBeInvalidArgumentWhereTheQueueIsEmpty() {
      assertCode(Status.Code.INVALID_ARGUMENT, client.queueStats(""));
    }

    @Test
    void shouldBeNotFoundWhereTheQueueIsUnknown() {
      assertCode(Status.Code.NOT_FOUND, client.queueStats("unknown"), client.queueStats("-x"));
    }
  }

  private void startWith(String... settings) {
    server = VezServer.start(TestConfig.with(folder, settings));
    client = VezClient.of(new BrokerAddress("127.0.0.1", server.port()));
  }

  private void restartWith(String... settings) {
    stop();
    startWith(settings);
  }

  private CompletionStage<String> enqueue(String queue) {
    return client.enqueue(queue, Map.of(), ByteString.copyFromUtf8("m"));
  }

  private CompletionStage<String> create(NewQueue queue) {
    return client.createQueue(queue);
  }

  private Consumer consume(String queue) {
    return client.consume(queue, 1, message -> new CompletableFuture<>());
  }

  /** Receives one message and goes, without settling it. */
  private void consumeOne(String queue) {
    CompletableFuture<Void> received = new CompletableFuture<>();
    try (Consumer _ =
        client.consume(
            queue,
            1,
            message -> {
              received.complete(null);
              return new CompletableFuture<>();
            })) {
      received.join();
    }
  }

  private void awaitFigures(String queue, Predicate<QueueStats> condition) {
    while (!condition.test(join(client.queueStats(queue)))) {
      Thread.onSpinWait();
    }
  }

  private static void assertCode(Status.Code code, CompletionStage<?>... calls) {
    assertThat(Stream.of(calls).map(StatusTableIT::failure))
        .extracting(VezException::code)
        .containsOnly(code);
  }

  private static VezException failure(CompletionStage<?> call) {
    return outcome(call).orElseThrow(() -> new AssertionError("Expected a failure"));
  }

  /** How a call failed, if it did. */
  private static Optional<VezException> outcome(CompletionStage<?> call) {
    try {
      call.toCompletableFuture().join();
      return Optional.empty();
    } catch (CompletionException failure) {
      if (failure.getCause() instanceof VezException told) {
        return Optional.of(told);
      }
      throw failure;
    }
  }

  private static <T> T join(CompletionStage<T> stage) {
    return stage.toCompletableFuture().join();
  }
}
