package dev.vez.adapters.grpc;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.vez.domain.id.MessageId;
import dev.vez.ports.api.EnqueueBatch;
import dev.vez.ports.api.Rejection;
import dev.vez.ports.api.Result;
import dev.vez.protos.vez.v1.NewMessage;
import dev.vez.protos.vez.v1.PublishRequest;
import dev.vez.protos.vez.v1.PublishResponse;
import dev.vez.protos.vez.v1.VezServiceGrpc;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PublishTest {

  private static final MessageId ID = FakeMessaging.FIRST_ID;

  private final Queue<CompletableFuture<Result<List<Result<MessageId>>>>> answers =
      new ConcurrentLinkedQueue<>();
  private TestServer server = new TestServer();
  private ManagedChannel channel = server.connect();

  @AfterEach
  void close() {
    server.close();
  }

  @Test
  void shouldHandOnWhatTheClientSentAndAnswerEachMessage() throws Exception {
    Publisher publisher = new Publisher(channel).read(10).send(7, "orders", "a", "b");

    EnqueueBatch batch = Eventually.next(server.messaging.batches);
    assertThat(batch.queue()).isEqualTo("orders");
    assertThat(batch.isBoundedBySource()).isTrue();
    assertThat(bodies(batch)).containsExactly("a", "b");
    assertThat(batch.messages().getLast().headers()).containsExactly(Map.entry("of", "b"));
    PublishResponse response = Eventually.next(publisher.responses);
    assertThat(response.getSequence()).isEqualTo(7);
    assertThat(response.hasFailure()).isFalse();
    assertThat(response.getResultsList())
        .hasSize(2)
        .allSatisfy(result -> assertThat(result.getMessageId()).isEqualTo(ID.toString()));
  }

  @Test
  void shouldHandOnTheKeyByWhichARepeatIsKnown() throws Exception {
    PublishRequest request =
        PublishRequest.newBuilder()
            .setQueue("orders")
            .addMessages(NewMessage.newBuilder().setIdempotencyKey("order-17"))
            .addMessages(NewMessage.newBuilder())
            .build();

    VezServiceGrpc.newBlockingStub(channel).publishBatch(request);

    assertThat(Eventually.next(server.messaging.batches).messages())
        .extracting(EnqueueBatch.Message::idempotencyKey)
        .containsExactly("order-17", "");
  }

  @Test
  void shouldAnswerInOrderWhateverOrderTheEngineAnswersIn() throws Exception {
    answerLater();
    Publisher publisher =
        new Publisher(channel).read(10).send(1, "a", "1").send(2, "b", "2").send(3, "a", "3");
    List<CompletableFuture<Result<List<Result<MessageId>>>>> asked = asked(3);

    asked.get(2).complete(accepted(1));
    asked.get(1).complete(accepted(1));
    assertThat(publisher.responses).isEmpty();
    asked.get(0).complete(accepted(1));

    for (long sequence = 1; sequence <= 3; sequence++) {
      assertThat(Eventually.next(publisher.responses).getSequence()).isEqualTo(sequence);
    }
  }

  @Test
  void shouldSayOfEachMessageWhyItWasNotAccepted() throws Exception {
    server.messaging.onBatch =
        batch ->
            CompletableFuture.completedStage(
                Result.accepted(
                    List.of(
                        Result.accepted(ID),
                        Result.rejected(
                            new Rejection.ResourceExhausted("limits.some", "it is full", 50)))));

    PublishResponse response =
        Eventually.next(new Publisher(channel).read(1).send(1, "orders", "a", "b").responses);

    assertThat(response.getResults(0).getMessageId()).isEqualTo(ID.toString());
    var failure = response.getResults(1).getFailure();
    assertThat(failure.getCode()).isEqualTo(Status.Code.RESOURCE_EXHAUSTED.value());
    assertThat(failure.getReason()).isEqualTo("LIMIT_REACHED");
    assertThat(failure.getMessage()).contains("limits.some");
    assertThat(failure.getRetryAfterMs()).isEqualTo(50);
  }

  @Test
  void shouldSayOfABatchWhyItWasNotAcceptedAndGoOn() throws Exception {
    server.messaging.onBatch =
        batch ->
            batch.queue().equals("mine")
                ? CompletableFuture.completedStage(accepted(1))
                : CompletableFuture.completedStage(
                    Result.rejected(new Rejection.NotLeader("10.0.0.7:5555")));
    Publisher publisher =
        new Publisher(channel)
            .read(10)
            .send(1, "theirs", "a")
            .send(2, "", "a")
            .send(3, "mine", "a");

    PublishResponse refused = Eventually.next(publisher.responses);
    assertThat(refused.getResultsList()).isEmpty();
    assertThat(refused.getFailure().getReason()).isEqualTo("NOT_LEADER");
    assertThat(refused.getFailure().getLeaderAddress()).isEqualTo("10.0.0.7:5555");
    assertThat(refused.getFailure().getRetryAfterMs()).isPositive();
    PublishResponse nameless = Eventually.next(publisher.responses);
    assertThat(nameless.getFailure().getReason()).isEqualTo("INVALID_ARGUMENT");
    assertThat(Eventually.next(publisher.responses).getResultsCount()).isEqualTo(1);
  }

  @Test
  void shouldAnswerAllThatItWasSentBeforeItEnds() throws Exception {
    answerLater();
    Publisher publisher = new Publisher(channel).read(10).send(1, "a", "1").send(2, "a", "2");
    publisher.finish();
    List<CompletableFuture<Result<List<Result<MessageId>>>>> asked = asked(2);

    asked.get(0).complete(accepted(1));
    Eventually.next(publisher.responses);
    assertThat(publisher.end).isNotDone();
    asked.get(1).complete(accepted(1));

    Eventually.next(publisher.responses);
    assertThat(publisher.end.get(30, TimeUnit.SECONDS).isOk()).isTrue();
  }

  @Test
  void shouldReadNoMoreThanMayBeUnanswered() throws Exception {
    restart(new StreamLimits(10, 1 << 20, 1 << 20));
    answerLater();
    Publisher publisher = new Publisher(channel).read(100);
    for (int i = 0; i < 50; i++) {
      publisher.send(i, "orders", "a", "b", "c", "d");
    }

    // The third goes over the ten messages, and is the last.
    List<CompletableFuture<Result<List<Result<MessageId>>>>> asked = asked(3);
    assertNothingMoreIsAsked(3);
    asked.getFirst().complete(accepted(4));

    asked(4);
    assertNothingMoreIsAsked(4);
  }

  @Test
  void shouldReadNoMoreThanAClientReadsAnswersOf() throws Exception {
    restart(new StreamLimits(10, 1 << 20, 1 << 20));
    String[] many = IntStream.range(0, 10).mapToObj(Integer::toString).toArray(String[]::new);
    Publisher publisher = new Publisher(channel);
    // What the transport takes is bounded in bytes, and an answer has hundreds of them.
    int sent = 5_000;
    for (int i = 0; i < sent; i++) {
      publisher.send(i, "orders", many);
    }

    Eventually.until("some are taken", () -> server.messaging.batches.size() > 10);
    publisher.read(1);
    Eventually.next(publisher.responses);
    assertThat(server.messaging.batches.size()).isLessThan(sent / 2);
    publisher.read(sent);
    for (int i = 1; i < sent; i++) {
      assertThat(Eventually.next(publisher.responses).getSequence()).isEqualTo(i);
    }
  }

  @Test
  void shouldShareRoomAmongStreams() throws Exception {
    restart(new StreamLimits(1_000, 1 << 20, 100));
    answerLater();
    String large = "x".repeat(200);
    Publisher first = new Publisher(channel).read(100).send(1, "q", large).send(2, "q", large);
    asked(1);
    new Publisher(channel).read(100).send(1, "q", large).send(2, "q", large);
    List<CompletableFuture<Result<List<Result<MessageId>>>>> asked = asked(2);
    assertNothingMoreIsAsked(2);

    asked.get(0).complete(accepted(1));
    Eventually.next(first.responses);
    assertNothingMoreIsAsked(2);
    asked.get(1).complete(accepted(1));

    asked(4);
  }

  @Test
  void shouldAnswerWhatItHasTakenWhenItDrainsAndTakeNothingMore() throws Exception {
    answerLater();
    Publisher publisher = new Publisher(channel).read(10).send(1, "a", "1");
    List<CompletableFuture<Result<List<Result<MessageId>>>>> asked = asked(1);

    CompletableFuture<Boolean> drained =
        CompletableFuture.supplyAsync(() -> server.server.drain(Eventually.PATIENCE_MILLIS));
    // Once a new call is refused the drain has begun.
    Eventually.until("it drains", this::isRefused);
    publisher.send(2, "a", "2");
    asked.getFirst().complete(accepted(1));

    assertThat(Eventually.next(publisher.responses).getSequence()).isEqualTo(1);
    Failure failure = publisher.failure.get(30, TimeUnit.SECONDS);
    assertThat(failure.reason()).isEqualTo("DRAINING");
    assertThat(failure.retry()).isPresent();
    assertThat(publisher.responses).isEmpty();
    assertThat(answers).hasSize(1);
    assertThat(drained.get(30, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void shouldSayThatOutcomesAreUnknownWhereADrainTakesTooLong() throws Exception {
    answerLater();
    Publisher publisher = new Publisher(channel).read(10).send(1, "a", "1");
    asked(1);

    assertThat(server.server.drain(1)).isFalse();

    Failure failure = publisher.failure.get(30, TimeUnit.SECONDS);
    assertThat(failure.reason()).isEqualTo("OUTCOME_UNKNOWN");
    assertThat(failure.retry()).isEmpty();
  }

  @Test
  void shouldAnswerThatTheOutcomeIsUnknownWhereTheEngineTakesTooLong() throws Exception {
    answerLater();
    Publisher publisher = new Publisher(channel).read(10).send(1, "a", "1");
    List<CompletableFuture<Result<List<Result<MessageId>>>>> asked = asked(1);

    server.time.advanceMillis(40_000);
    PublishResponse response = Eventually.next(publisher.responses);
    assertThat(response.getFailure().getReason()).isEqualTo("OUTCOME_UNKNOWN");
    asked.getFirst().complete(accepted(1));

    publisher.send(2, "a", "2");
    asked(2).get(1).complete(accepted(1));
    assertThat(Eventually.next(publisher.responses).getSequence()).isEqualTo(2);
  }

  @Test
  void shouldRefuseAMessageThatNoConsumerCouldReceive() throws Exception {
    ByteString large = ByteString.copyFrom(new byte[4 * 1024 * 1024 - 10_000]);
    PublishRequest request =
        PublishRequest.newBuilder()
            .setQueue("orders")
            .addMessages(NewMessage.newBuilder().setPayload(large))
            .build();

    PublishResponse response = VezServiceGrpc.newBlockingStub(channel).publishBatch(request);

    assertThat(response.getFailure().getReason()).isEqualTo("INVALID_ARGUMENT");
    assertThat(response.getFailure().getMessage()).contains("server.max_message_bytes");
    assertThat(server.messaging.batches).isEmpty();
  }

  @Test
  void shouldTakeABatchWithACallOfItsOwn() {
    PublishResponse response =
        VezServiceGrpc.newBlockingStub(channel)
            .publishBatch(Publisher.request(9, "orders", "a", "b", "c"));

    assertThat(response.getSequence()).isEqualTo(9);
    assertThat(response.getResultsCount()).isEqualTo(3);
    EnqueueBatch batch = server.messaging.batches.remove();
    assertThat(bodies(batch)).containsExactly("a", "b", "c");
    assertThat(batch.isBoundedBySource()).isFalse();
  }

  @Test
  void shouldEndWhereARequestCannotBeUnderstood() throws Exception {
    CompletableFuture<Status> end = new CompletableFuture<>();
    ClientCall<byte[], PublishResponse> call = newCallOfBytes(channel);
    call.start(
        new ClientCall.Listener<>() {
          @Override
          public void onClose(Status status, Metadata trailers) {
            end.complete(status);
          }
        },
        new Metadata());
    call.request(1);
    call.sendMessage("not a message".getBytes(StandardCharsets.UTF_8));

    assertThat(end.get(30, TimeUnit.SECONDS).getCode()).isEqualTo(Status.Code.INVALID_ARGUMENT);
  }

  @Test
  void shouldForgetAStreamWhoseClientHasGone() throws Exception {
    answerLater();
    Publisher publisher = new Publisher(channel).read(10).send(1, "a", "1");
    List<CompletableFuture<Result<List<Result<MessageId>>>>> asked = asked(1);

    publisher.cancel();
    publisher.end.get(30, TimeUnit.SECONDS);

    // A drain waits for every call that is known.
    assertThat(server.server.drain(Eventually.PATIENCE_MILLIS)).isTrue();
    asked.getFirst().complete(accepted(1));
  }

  private boolean isRefused() {
    try {
      VezServiceGrpc.newBlockingStub(channel).publishBatch(Publisher.request(1, "", ""));
      return false;
    } catch (StatusRuntimeException refused) {
      return true;
    }
  }

  private void restart(StreamLimits limits) {
    server.close();
    server = new TestServer(TestServer.settings().withStreams(limits));
    channel = server.connect();
  }

  private void answerLater() {
    server.messaging.onBatch =
        batch -> {
          CompletableFuture<Result<List<Result<MessageId>>>> answer = new CompletableFuture<>();
          answers.add(answer);
          return answer;
        };
  }

  /** Waits until the engine has been asked so often. */
  private List<CompletableFuture<Result<List<Result<MessageId>>>>> asked(int times) {
    Eventually.until("the engine is asked " + times + " times", () -> answers.size() >= times);
    return List.copyOf(answers);
  }

  /** A call of its own goes over the same connection, behind what the transport has taken. */
  private void assertNothingMoreIsAsked(int times) {
    VezServiceGrpc.newBlockingStub(channel).publishBatch(Publisher.request(1, "", "a"));
    assertThat(answers).hasSize(times);
  }

  private static Result<List<Result<MessageId>>> accepted(int messages) {
    return Result.accepted(
        IntStream.range(0, messages)
            .<Result<MessageId>>mapToObj(i -> Result.accepted(ID))
            .toList());
  }

  private static List<String> bodies(EnqueueBatch batch) {
    return batch.messages().stream()
        .map(message -> new String(message.body().toByteArray(), StandardCharsets.UTF_8))
        .toList();
  }

  private static ClientCall<byte[], PublishResponse> newCallOfBytes(Channel channel) {
    MethodDescriptor<PublishRequest, PublishResponse> method = VezServiceGrpc.getPublishMethod();
    MethodDescriptor<byte[], PublishResponse> bytes =
        method.toBuilder(
                new MethodDescriptor.Marshaller<byte[]>() {
                  @Override
                  public InputStream stream(byte[] value) {
                    return new ByteArrayInputStream(value);
                  }

                  @Override
                  public byte[] parse(InputStream stream) {
                    throw new UnsupportedOperationException();
                  }
                },
                method.getResponseMarshaller())
            .build();
    return channel.newCall(bytes, CallOptions.DEFAULT);
  }
}
