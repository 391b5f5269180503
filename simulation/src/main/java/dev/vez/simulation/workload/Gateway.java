package dev.vez.simulation.workload;

import dev.vez.domain.id.LeaseId;
import dev.vez.domain.id.MessageId;
import dev.vez.ports.api.ConfigEntry;
import dev.vez.ports.api.EnqueueBatch;
import dev.vez.ports.api.EnqueueRequest;
import dev.vez.ports.api.QueueSummary;
import dev.vez.ports.api.Redrive;
import dev.vez.ports.api.Result;
import dev.vez.ports.api.Settled;
import dev.vez.simulation.audit.Answer;
import dev.vez.simulation.audit.Event;
import dev.vez.simulation.audit.Event.Called;
import dev.vez.simulation.audit.Event.Verb;
import dev.vez.simulation.world.Connection;
import dev.vez.simulation.world.World;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;

/**
 * Where the transport stands: carries calls over a connection to a node and answers back, and takes
 * both down as the node sees them. A client whose request or answer is lost hears nothing.
 */
final class Gateway {

  private final World world;

  Gateway(World world) {
    this.world = world;
  }

  /**
   * Sends a message.
   *
   * @param isInBatch whether as a batch; only there a message can have an idempotency key
   */
  void enqueue(
      Connection connection, SentMessage message, boolean isInBatch, Consumer<Answer> onAnswer) {
    KeyPlan chosen = message.chosen();
    Called called =
        new Event.EnqueueCalled(
            message.number(),
            connection.incarnation(),
            message.queue().name(),
            connection.number(),
            chosen.key(),
            chosen.weight(),
            chosen.throttleKeys(),
            message.chosenFailure(),
            message.isPoison() && message.queue().hasScript(),
            message.idempotencyKey());
    if (isInBatch) {
      connection.toNode(
          () ->
              call(
                  connection,
                  called,
                  () -> enqueueBatch(connection, message),
                  id -> {
                    if (!message.idempotencyKey().isEmpty()) {
                      world.happened(new Event.Identified(called.call(), id));
                    }
                  },
                  onAnswer));
      return;
    }
    connection.toNode(
        () ->
            call(
                connection,
                called,
                () ->
                    connection
                        .node()
                        .messaging()
                        .enqueue(
                            new EnqueueRequest(
                                message.queue().name(),
                                message.headers(),
                                message.body(),
                                connection.number())),
                onAnswer));
  }

  private static CompletionStage<Result<MessageId>> enqueueBatch(
      Connection connection, SentMessage message) {
    EnqueueBatch batch =
        new EnqueueBatch(
            message.queue().name(),
            List.of(
                new EnqueueBatch.Message(
                    message.headers(), message.body(), message.idempotencyKey())),
            connection.number(),
            false);
    return connection
        .node()
        .messaging()
        .enqueueBatch(batch)
        .thenApply(
            result ->
                switch (result) {
                  case Result.Accepted<List<Result<MessageId>>>(var results) -> results.getFirst();
                  case Result.Rejected<List<Result<MessageId>>>(var reason) ->
                      Result.rejected(reason);
                });
  }

  void settle(
      Connection connection, HeldMessage held, Verb verb, LeaseId lease, long durationMillis) {
    Called called =
        new Event.SettleCalled(
            world.nextNumber(),
            connection.incarnation(),
            held.queue(),
            verb,
            held.number(),
            lease,
            durationMillis);
    connection.toNode(
        () ->
            call(
                connection,
                called,
                () -> settle(connection, held, verb, lease, durationMillis, held.queue()),
                _ -> {}));
  }

  private static CompletionStage<Result<Settled>> settle(
      Connection connection,
      HeldMessage held,
      Verb verb,
      LeaseId lease,
      long durationMillis,
      String queue) {
    var messaging = connection.node().messaging();
    return switch (verb) {
      case ACK -> messaging.ack(queue, held.id(), lease);
      case NACK -> messaging.nack(queue, held.id(), lease, "");
      case EXTEND -> messaging.extend(queue, held.id(), lease, durationMillis);
    };
  }

  void create(Connection connection, QueuePlan queue, Consumer<Answer> onAnswer) {
    Called called =
        new Event.CreateCalled(
            world.nextNumber(), connection.incarnation(), queue.name(), queue.visibilityMillis());
    connection.toNode(
        () ->
            call(
                connection,
                called,
                () -> connection.node().admin().createQueue(queue.toCreate()),
                onAnswer));
  }

  void delete(Connection connection, String queue) {
    Called called = new Event.DeleteCalled(world.nextNumber(), connection.incarnation(), queue);
    connection.toNode(
        () ->
            call(connection, called, () -> connection.node().admin().deleteQueue(queue), _ -> {}));
  }

  void redrive(Connection connection, Redrive redrive) {
    Called called =
        new Event.RedriveCalled(
            world.nextNumber(),
            connection.incarnation(),
            redrive.deadLetterQueue(),
            redrive.count());
    connection.toNode(
        () ->
            call(
                connection,
                called,
                () -> connection.node().admin().redrive(redrive),
                moved -> world.happened(new Event.Redriven(called.call(), moved)),
                _ -> {}));
  }

  void setConfig(Connection connection, String key, String value, Consumer<Answer> onAnswer) {
    Called called =
        new Event.SetConfigCalled(world.nextNumber(), connection.incarnation(), key, value);
    connection.toNode(
        () ->
            call(
                connection,
                called,
                () -> connection.node().config().setConfig(key, value),
                onAnswer));
  }

  /** Asks for the whole configuration; hears nothing where that fails. */
  void listConfig(Connection connection, Consumer<List<ConfigEntry>> onAnswer) {
    connection.toNode(
        () ->
            world.listen(
                connection.node().config().listConfig(""),
                result -> {
                  if (result instanceof Result.Accepted<List<ConfigEntry>>(var entries)) {
                    connection.toClient(() -> onAnswer.accept(entries));
                  }
                }));
  }

  /** Asks for all queues; hears nothing where that fails. */
  void list(Connection connection, Consumer<List<QueueSummary>> onAnswer) {
    connection.toNode(
        () ->
            world.listen(
                connection.node().admin().listQueues(),
                result -> {
                  if (result instanceof Result.Accepted<List<QueueSummary>>(var queues)) {
                    connection.toClient(() -> onAnswer.accept(queues));
                  }
                }));
  }

  /** Attaches a consumer; the client hears of the end of its subscription, however it comes. */
  void subscribe(Connection connection, Transport transport) {
    Called called =
        new Event.SubscribeCalled(
            transport.number(), connection.incarnation(), transport.queue(), transport.window());
    connection.toNode(
        () -> {
          world.happened(called);
          world.listen(
              connection
                  .node()
                  .messaging()
                  .consume(transport.queue(), transport.window(), transport),
              result -> {
                if (connection.node().isAlive(connection.incarnation())) {
                  world.happened(new Event.Answered(called.call(), Answer.of(result)));
                  transport.answered(result);
                }
              });
        });
  }

  private <T> void call(
      Connection connection, Called called, NodeCall<T> nodeCall, Consumer<Answer> onAnswer) {
    call(connection, called, nodeCall, _ -> {}, onAnswer);
  }

  private <T> void call(
      Connection connection,
      Called called,
      NodeCall<T> nodeCall,
      Consumer<? super T> onAccepted,
      Consumer<Answer> onAnswer) {
    world.happened(called);
    world.listen(
        nodeCall.make(),
        result -> {
          if (connection.node().isAlive(connection.incarnation())) {
            Answer answer = Answer.of(result);
            if (result instanceof Result.Accepted<T>(var value)) {
              onAccepted.accept(value);
            }
            world.happened(new Event.Answered(called.call(), answer));
            connection.toClient(() -> onAnswer.accept(answer));
          }
        });
  }

  /** What a node is asked. */
  @FunctionalInterface
  private interface NodeCall<T> {
    CompletionStage<Result<T>> make();
  }
}
