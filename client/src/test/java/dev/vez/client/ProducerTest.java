package dev.vez.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import dev.vez.protos.vez.v1.Failure;
import dev.vez.protos.vez.v1.NewMessage;
import dev.vez.protos.vez.v1.PublishRequest;
import dev.vez.protos.vez.v1.PublishResponse;
import dev.vez.protos.vez.v1.PublishResult;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.inprocess.InProcessChannelBuilder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
final class ProducerTest {

  private static final Duration HOUR = Duration.ofHours(1);

  private final StreamingBroker broker = new StreamingBroker();
  private final VezClient client = broker.client();

  @AfterEach
  void stop() {
    client.close();
    broker.close();
  }

  @Test
  void shouldSendMessagesOfAQueueInOrderAndAnswerEach() {
    try (Producer producer = client.producer()) {
      List<CompletionStage<String>> answers =
          IntStream.range(0, 1_000).mapToObj(i -> send(producer, "orders", "m" + i)).toList();

      for (int i = 0; i < answers.size(); i++) {
        assertThat(join(answers.get(i))).isEqualTo("id-of-m" + i);
      }
    }
    assertThat(bodies()).isEqualTo(IntStream.range(0, 1_000).mapToObj(i -> "m" + i).toList());
    assertThat(broker.publishStreams).hasValue(1);
  }

  @Test
  void shouldShareABatchAmongMessagesThatLingerUntilItIsFull() throws Exception {
    try (Producer producer =
        client.producer(ProducerOptions.DEFAULT.withLinger(HOUR).withBatches(3, 1_000, 8))) {
      for (String body : List.of("a", "b", "c", "d")) {
        send(producer, "orders", body);
      }
      assertThat(bodies(next())).containsExactly("a", "b", "c");
      assertThat(broker.batches).isEmpty();

      producer.flush();
      assertThat(bodies(next())).containsExactly("d");
      send(producer, "orders", "x".repeat(600));
      send(producer, "orders", "y".repeat(600));
      assertThat(bodies(next())).containsExactly("x".repeat(600));
    }
    assertThat(bodies(next())).containsExactly("y".repeat(600));
  }

  @Test
  void shouldGiveEachQueueBatchesOfItsOwn() throws Exception {
    try (Producer producer = client.producer(ProducerOptions.DEFAULT.withLinger(HOUR))) {
      send(producer, "a", "1");
      send(producer, "b", "2");
      send(producer, "a", "3");
      producer.flush();
      PublishRequest first = next();
      PublishRequest second = next();
      assertThat(List.of(first.getQueue(), second.getQueue())).containsExactly("a", "b");
      assertThat(bodies(first)).containsExactly("1", "3");
    }
  }

  @Test
  void shouldHoldBackWhoeverGivesMoreThanMayBeUnanswered() throws Exception {
    broker.onBatch = request -> null;
    try (Producer producer =
        client.producer(
            ProducerOptions.DEFAULT
                .withUnanswered(2, 1_000_000)
                .withTimeout(Duration.ofMillis(500)))) {
      CompletableFuture<String> first = send(producer, "q", "1").toCompletableFuture();
      send(producer, "q", "2");
      assertThat(producer.trySend("q", Map.of(), ByteString.EMPTY)).isEmpty();
      CompletableFuture<CompletionStage<String>> third =
          CompletableFuture.supplyAsync(() -> send(producer, "q", "3"));
      next();
      assertThat(third).isNotDone();

      broker.onBatch = StreamingBroker::accepted;
      broker.endPublishing(StreamingBroker.status(Status.Code.UNAVAILABLE, "DRAINING"));
      assertThat(join(third.get(30, TimeUnit.SECONDS))).isEqualTo("id-of-3");
      assertThat(join(first)).isEqualTo("id-of-1");
      Optional<CompletionStage<String>> room = producer.trySend("q", Map.of(), ByteString.EMPTY);
      assertThat(room).isPresent();
    }
  }

  @Test
  void shouldSendAgainWhatWasCertainlyNotAccepted() {
    AtomicInteger asked = new AtomicInteger();
    broker.onBatch =
        request ->
            asked.incrementAndGet() < 4
                ? StreamingBroker.failed(
                    request,
                    Failure.newBuilder()
                        .setCode(Status.Code.RESOURCE_EXHAUSTED.value())
                        .setReason("LIMIT_REACHED")
                        .setRetryAfterMs(1))
                : StreamingBroker.accepted(request);
    try (Producer producer = client.producer()) {
      assertThat(producer.sendAndWait("q", Map.of(), ByteString.copyFromUtf8("m")))
          .isEqualTo("id-of-m");
    }
    assertThat(asked).hasValue(4);
  }

  @Test
  void shouldFailOnlyTheMessagesThatWereRefused() {
    broker.onBatch =
        request ->
            PublishResponse.newBuilder()
                .setSequence(request.getSequence())
                .addResults(PublishResult.newBuilder().setMessageId("first"))
                .addResults(
                    PublishResult.newBuilder()
                        .setFailure(
                            Failure.newBuilder()
                                .setCode(Status.Code.INVALID_ARGUMENT.value())
                                .setReason("INVALID_ARGUMENT")
                                .setMessage("headers: too many")))
                .addResults(PublishResult.newBuilder().setMessageId("third"))
                .build();
    try (Producer producer = client.producer(ProducerOptions.DEFAULT.withLinger(HOUR))) {
      List<CompletionStage<String>> answers =
          List.of(send(producer, "q", "1"), send(producer, "q", "2"), send(producer, "q", "3"));
      producer.flush();
      assertThat(join(answers.get(0))).isEqualTo("first");
      VezException failure = failureOf(answers.get(1));
      assertThat(failure.code()).isEqualTo(Status.Code.INVALID_ARGUMENT);
      assertThat(failure).hasMessage("headers: too many");
      assertThat(join(answers.get(2))).isEqualTo("third");
    }
    assertThat(broker.batches).hasSize(1);
  }

  @Test
  void shouldNeverSendAgainWhatMayHaveBeenAccepted() throws Exception {
    broker.onBatch = request -> null;
    try (Producer producer = client.producer()) {
      CompletionStage<String> unknown = send(producer, "q", "1");
      next();
      broker.onBatch = StreamingBroker::accepted;
      broker.endPublishing(Status.UNAVAILABLE.asRuntimeException());

      assertThat(failureOf(unknown).reason()).isEqualTo("OUTCOME_UNKNOWN");
      assertThat(join(send(producer, "q", "2"))).isEqualTo("id-of-2");
      assertThat(bodies(next())).containsExactly("2");
      assertThat(broker.publishStreams).hasValue(2);
    }
  }

  @Test
  void shouldSendAgainByTheSameKeyWhatMayHaveBeenAcceptedAndHaveItOnce() throws Exception {
    Map<String, String> accepted = new LinkedHashMap<>();
    AtomicInteger batches = new AtomicInteger();
    broker.onBatch =
        request -> {
          PublishResponse.Builder response =
              PublishResponse.newBuilder().setSequence(request.getSequence());
          for (NewMessage message : request.getMessagesList()) {
            String id =
                accepted.computeIfAbsent(
                    message.getIdempotencyKey(),
                    _ -> accepted.size() + "-" + message.getPayload().toStringUtf8());
            response.addResults(PublishResult.newBuilder().setMessageId(id));
          }
          // The first answer is lost.
          return batches.incrementAndGet() == 1 ? null : response.build();
        };
    try (Producer producer =
        client.producer(ProducerOptions.DEFAULT.withLinger(HOUR).withIdempotency(true))) {
      List<CompletionStage<String>> answers =
          List.of(send(producer, "q", "a"), send(producer, "q", "b"));
      CompletableFuture<Void> flushed = CompletableFuture.runAsync(producer::flush);
      PublishRequest first = next();
      broker.endPublishing(Status.UNAVAILABLE.asRuntimeException());

      assertThat(join(answers.get(0))).isEqualTo("0-a");
      assertThat(join(answers.get(1))).isEqualTo("1-b");
      flushed.get(30, TimeUnit.SECONDS);
      assertThat(keys(next())).isEqualTo(keys(first)).doesNotHaveDuplicates().doesNotContain("");
      send(producer, "q", "c");
    }
    assertThat(accepted.values()).containsExactly("0-a", "1-b", "2-c");
  }

  @Test
  void shouldSendAgainOnlyWithAKeyWhatTheBrokerDoesNotKnow() throws Exception {
    broker.onBatch =
        request ->
            StreamingBroker.failed(
                request,
                Failure.newBuilder()
                    .setCode(Status.Code.UNAVAILABLE.value())
                    .setReason("OUTCOME_UNKNOWN"));
    try (Producer producer = client.producer(ProducerOptions.DEFAULT.withLinger(HOUR))) {
      CompletionStage<String> keyed =
          producer.send("q", Map.of(), ByteString.copyFromUtf8("keyed"), "order-17");
      CompletionStage<String> plain = send(producer, "q", "plain");
      CompletableFuture<Void> flushed = CompletableFuture.runAsync(producer::flush);
      assertThat(failureOf(plain).reason()).isEqualTo("OUTCOME_UNKNOWN");
      assertThat(keys(next())).containsExactly("order-17", "");
      broker.onBatch = StreamingBroker::accepted;

      assertThat(join(keyed)).isEqualTo("id-of-keyed");
      flushed.get(30, TimeUnit.SECONDS);
    }
    broker.batches.forEach(repeat -> assertThat(keys(repeat)).containsExactly("order-17"));
    assertThat(broker.batches).isNotEmpty();
  }

  @Test
  void shouldNotSayThatAMessageWasNotAcceptedOnceItMayHaveBeen() throws Exception {
    broker.onBatch = request -> null;
    try (Producer producer =
        client.producer(
            ProducerOptions.DEFAULT.withIdempotency(true).withTimeout(Duration.ofSeconds(1)))) {
      CompletionStage<String> answer = send(producer, "q", "m");
      next();
      broker.onBatch =
          request ->
              StreamingBroker.failed(
                  request,
                  Failure.newBuilder()
                      .setCode(Status.Code.RESOURCE_EXHAUSTED.value())
                      .setReason("TOO_MANY_IDEMPOTENCY_KEYS")
                      .setRetryAfterMs(10));
      broker.endPublishing(Status.UNAVAILABLE.asRuntimeException());

      VezException failure = failureOf(answer);
      assertThat(failure.reason()).isEqualTo("OUTCOME_UNKNOWN");
      assertThat(broker.batches).hasSizeGreaterThan(1);
    }
  }

  @Test
  void shouldSendAgainInOrderWhatAServerThatDrainsHasNotAnswered() throws Exception {
    broker.onBatch = request -> null;
    try (Producer producer = client.producer(ProducerOptions.DEFAULT.withBatches(1, 1_000, 8))) {
      List<CompletionStage<String>> answers =
          IntStream.range(0, 5).mapToObj(i -> send(producer, "q", "m" + i)).toList();
      for (int i = 0; i < 5; i++) {
        next();
      }
      broker.onBatch = StreamingBroker::accepted;
      broker.endPublishing(StreamingBroker.status(Status.Code.UNAVAILABLE, "DRAINING"));

      answers.forEach(ProducerTest::join);
      assertThat(bodies()).containsExactly("m0", "m1", "m2", "m3", "m4");
    }
  }

  @Test
  void shouldGoToTheLeaderThatANodeNamesWithoutWaiting() {
    try (StreamingBroker leader = new StreamingBroker();
        VezClient hinted =
            new VezClient(broker.channel(), ClientOptions.DEFAULT, address -> leader.channel())) {
      broker.onBatch =
          request ->
              StreamingBroker.failed(
                  request,
                  Failure.newBuilder()
                      .setCode(Status.Code.UNAVAILABLE.value())
                      .setReason("NOT_LEADER")
                      .setRetryAfterMs(HOUR.toMillis())
                      .setLeaderAddress("10.0.0.7:5555"));
      try (Producer producer = hinted.producer()) {
        assertThat(join(send(producer, "q", "m"))).isEqualTo("id-of-m");
        assertThat(join(send(producer, "q", "n"))).isEqualTo("id-of-n");
      }
      assertThat(broker.batches).hasSize(1);
      assertThat(leader.batches).hasSize(2);
    }
  }

  @Test
  void shouldGiveUpInTimeWhereNoBrokerIsReached() {
    ManagedChannel nowhere = InProcessChannelBuilder.forName("nobody is here").build();
    try (VezClient lost = new VezClient(nowhere, ClientOptions.DEFAULT);
        Producer producer =
            lost.producer(ProducerOptions.DEFAULT.withTimeout(Duration.ofMillis(300)))) {
      VezException failure = failureOf(send(producer, "q", "m"));
      assertThat(failure.code()).isEqualTo(Status.Code.DEADLINE_EXCEEDED);
      assertThat(failure.getCause()).isInstanceOf(VezException.class);
    }
  }

  @Test
  void shouldFailAtOnceWhereTheCallerIsNotLetIn() {
    broker.onBatch =
        request -> {
          broker.endPublishing(Status.UNAUTHENTICATED.asRuntimeException());
          return null;
        };
    try (Producer producer = client.producer()) {
      assertThat(failureOf(send(producer, "q", "m")).code()).isEqualTo(Status.Code.UNAUTHENTICATED);
    }
  }

  @Test
  void shouldAnswerAllBeforeItIsClosedAndTakeNothingAfter() {
    Producer producer = client.producer(ProducerOptions.DEFAULT.withLinger(HOUR));
    CompletionStage<String> answer = send(producer, "q", "m");
    producer.close();
    assertThat(join(answer)).isEqualTo("id-of-m");

    assertThatThrownBy(() -> join(send(producer, "q", "late")))
        .hasCauseInstanceOf(IllegalStateException.class);
    producer.close();
  }

  @Test
  void shouldServeManyThreads() throws Exception {
    try (Producer producer =
        client.producer(ProducerOptions.DEFAULT.withUnanswered(64, 1_000_000))) {
      List<Thread> threads = new ArrayList<>();
      AtomicInteger answered = new AtomicInteger();
      for (int t = 0; t < 8; t++) {
        threads.add(
            Thread.startVirtualThread(
                () -> {
                  for (int i = 0; i < 500; i++) {
                    CompletionStage<Void> _ =
                        send(producer, "q" + i % 3, "m" + i).thenRun(answered::incrementAndGet);
                  }
                }));
      }
      for (Thread thread : threads) {
        thread.join();
      }
      producer.flush();
      assertThat(answered).hasValue(4_000);
    }
  }

  private PublishRequest next() throws InterruptedException {
    PublishRequest request = broker.batches.poll(30, TimeUnit.SECONDS);
    assertThat(request).isNotNull();
    return request;
  }

  /** The bodies of all that came, in order. */
  private List<String> bodies() {
    List<String> bodies = new ArrayList<>();
    broker.batches.forEach(batch -> bodies.addAll(bodies(batch)));
    return bodies;
  }

  private static List<String> keys(PublishRequest request) {
    return request.getMessagesList().stream().map(NewMessage::getIdempotencyKey).toList();
  }

  private static List<String> bodies(PublishRequest request) {
    return request.getMessagesList().stream()
        .map(NewMessage::getPayload)
        .map(ByteString::toStringUtf8)
        .toList();
  }

  private static CompletionStage<String> send(Producer producer, String queue, String body) {
    return producer.send(queue, Map.of("tenant", "acme"), ByteString.copyFromUtf8(body));
  }

  private static String join(CompletionStage<String> answer) {
    return answer.toCompletableFuture().join();
  }

  private static VezException failureOf(CompletionStage<String> answer) {
    try {
      throw new AssertionError("Expected a failure, but got " + join(answer));
    } catch (CompletionException e) {
      return (VezException) Objects.requireNonNull(e.getCause());
    }
  }
}
