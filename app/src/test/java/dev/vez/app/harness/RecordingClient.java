package dev.vez.app.harness;

import com.google.protobuf.ByteString;
import dev.vez.app.harness.Event.Settling;
import dev.vez.app.harness.ProducerSpec.Sizes;
import dev.vez.client.Consumer;
import dev.vez.client.NewQueue;
import dev.vez.client.VezClient;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/**
 * A connection to one broker process that writes down every call and every delivery. Its stages
 * never fail: they tell the {@link Answer}.
 */
public final class RecordingClient implements AutoCloseable {

  /** Header that {@link #SCRIPT} makes the fairness key. */
  static final String KEY_HEADER = "tenant";

  static final String NUMBER_HEADER = "number";

  private static final String WEIGHT_HEADER = "weight";
  private static final String SCRIPT =
      """
      function on_enqueue(msg)
        return { fairness_key = msg.headers["tenant"], weight = msg.headers["weight"] }
      end
      """;

  private final Recorder recorder;
  private final Endpoint endpoint;
  private final VezClient client;
  private final int session;
  private int lastSequence;

  RecordingClient(Recorder recorder, Endpoint endpoint) {
    this.recorder = recorder;
    this.endpoint = endpoint;
    this.client = VezClient.of(endpoint.address(), recorder.clientOptions());
    this.session = recorder.nextSession();
  }

  /** Connects, so that calls go out in the order in which they are made. */
  boolean connect() {
    return client.connect().handle((done, failure) -> failure == null).toCompletableFuture().join();
  }

  /** The broker process that it is connected to. */
  Endpoint endpoint() {
    return endpoint;
  }

  /**
   * A queue whose fairness keys are those that {@link #enqueue} names.
   *
   * @param visibility how long a lease lasts
   */
  static NewQueue queue(String name, Duration visibility) {
    return NewQueue.named(name).withOnEnqueue(SCRIPT).withVisibilityTimeout(visibility);
  }

  /** Sends a message that was not sent before. To be called by one thread at a time. */
  CompletionStage<Answer> enqueue(String queue, String key, int weight, Sizes sizes) {
    int sequence =
        switch (sizes) {
          case SMALL -> ++lastSequence;
          case MIXED -> 0;
        };
    long message = recorder.enqueue(queue, key, endpoint.incarnation(), session, sequence);
    ByteString payload =
        switch (sizes) {
          case SMALL -> recorder.payloads().small(message);
          case MIXED -> recorder.payloads().mixed(message);
        };
    Map<String, String> headers =
        Map.of(
            KEY_HEADER, key,
            WEIGHT_HEADER, Integer.toString(weight),
            NUMBER_HEADER, Long.toString(message));
    return client
        .enqueue(queue, headers, payload)
        .handle(
            (id, failure) -> {
              if (failure == null) {
                recorder.enqueued(message, UUID.fromString(id));
                return Answer.OK;
              }
              Answer answer = Answer.of(failure);
              recorder.enqueueFailed(message, answer, failure);
              return answer;
            });
  }

  /** Acks or nacks, whoever received the message and over whatever connection. */
  CompletionStage<Answer> settle(Settling how, Receipt receipt) {
    long call = recorder.settle(how, receipt.message(), endpoint.incarnation());
    CompletionStage<Void> result =
        switch (how) {
          case ACK -> client.ack(receipt.queue(), receipt.id());
          case NACK -> client.nack(receipt.queue(), receipt.id(), "not this time");
        };
    return result.handle(
        (done, failure) -> {
          if (failure == null) {
            recorder.settled(call);
            return Answer.OK;
          }
          Answer answer = Answer.of(failure);
          recorder.settleFailed(call, answer, failure);
          return answer;
        });
  }

  /** Opens a stream. Deliveries of nothing that this run has sent do not reach the handler. */
  Consumer consume(String queue, int window, Function<Receipt, CompletionStage<?>> handler) {
    int stream = recorder.openStream(queue, endpoint.incarnation());
    Consumer consumer =
        client.consume(
            queue,
            window,
            message -> {
              long number = recorder.delivered(stream, message);
              return handler.apply(new Receipt(queue, number, message.id(), message.attempts()));
            });
    var _ =
        consumer
            .ended()
            .whenComplete((done, failure) -> recorder.streamEnded(stream, String.valueOf(failure)));
    return consumer;
  }

  @Override
  public void close() {
    client.close();
  }

  /** A message in a consumer's hands. */
  record Receipt(String queue, long message, String id, int attempts) {}
}
