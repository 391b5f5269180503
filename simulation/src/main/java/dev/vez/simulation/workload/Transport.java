package dev.vez.simulation.workload;

import dev.vez.ports.api.Rejection;
import dev.vez.ports.api.Result;
import dev.vez.ports.api.Subscription;
import dev.vez.ports.scheduling.Delivery;
import dev.vez.ports.scheduling.DeliverySink;
import dev.vez.simulation.audit.Answer;
import dev.vez.simulation.audit.Event;
import dev.vez.simulation.world.Connection;
import dev.vez.simulation.world.World;
import java.util.ArrayDeque;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The node's end of one consumer: takes deliveries one after the other, each in its time, and puts
 * them on the wire.
 */
final class Transport implements DeliverySink {

  private final World world;
  private final Connection connection;
  private final long number;
  private final String queue;
  private final int window;
  private final long takeMicrosMax;
  private final Consumer<HeldMessage> onMessage;
  private final Runnable onEnd;
  private final ArrayDeque<Delivery> untaken = new ArrayDeque<>();
  private @Nullable Subscription subscription;
  private boolean taking;

  /** The node has said that nothing follows. */
  private boolean ended;

  /** The node has been told, or will be, that the client is gone. */
  private boolean closed;

  /** How many more it takes after the client is gone: what the buffers of the wire hold. */
  private int leftInBuffers;

  private boolean halfOpen;

  /**
   * A transport that is yet to be attached.
   *
   * @param onMessage hears of each message at the client
   * @param onEnd hears at the client that there will be no more
   */
  Transport(
      World world,
      Connection connection,
      String queue,
      int window,
      long takeMicrosMax,
      Consumer<HeldMessage> onMessage,
      Runnable onEnd) {
    this.world = world;
    this.connection = connection;
    this.number = world.nextNumber();
    this.queue = queue;
    this.window = window;
    this.takeMicrosMax = takeMicrosMax;
    this.onMessage = onMessage;
    this.onEnd = onEnd;
  }

  /** Identifies the consumer in the run. */
  long number() {
    return number;
  }

  String queue() {
    return queue;
  }

  int window() {
    return window;
  }

  @Override
  public void deliver(Delivery delivery) {
    world.guarded(() -> delivered(delivery));
  }

  @Override
  public void end(Rejection reason) {
    world.guarded(
        () -> {
          if (isAtNode()) {
            ended = true;
            world.happened(new Event.Ended(number, Answer.of(reason)));
            connection.toClient(onEnd);
          }
        });
  }

  /** Whether it is attached was answered. */
  void answered(Result<Subscription> result) {
    switch (result) {
      case Result.Accepted<Subscription>(var accepted) -> {
        subscription = accepted;
        if (closed) {
          tellClosed(accepted);
        } else {
          takeNext();
        }
      }
      case Result.Rejected<Subscription> _ -> {
        ended = true;
        connection.toClient(onEnd);
      }
    }
  }

  /** Whether no answer has come to its subscribing. */
  boolean isIdle() {
    return subscription == null;
  }

  /** The node hears that the client is gone. */
  void close() {
    if (ended || closed || !isAtNode()) {
      return;
    }
    closed = true;
    Subscription current = subscription;
    if (current != null) {
      tellClosed(current);
    }
  }

  /**
   * The client is gone and the node does not know: deliveries fill the buffers of the wire.
   *
   * @param buffers how many they hold
   */
  void halfOpen(int buffers) {
    halfOpen = true;
    leftInBuffers = buffers;
  }

  private void tellClosed(Subscription current) {
    world.happened(new Event.Closed(number));
    current.close();
  }

  private boolean isAtNode() {
    return connection.node().isAlive(connection.incarnation());
  }

  private void delivered(Delivery delivery) {
    if (!isAtNode()) {
      return;
    }
    if (ended) {
      throw new IllegalStateException("Expected nothing after the end, but got a delivery");
    }
    world.happened(
        new Event.Delivered(
            number,
            delivery.queue(),
            SentMessage.numberOf(delivery.headers(), delivery.body()),
            delivery.lease(),
            delivery.fairnessKey(),
            delivery.message().enqueued(),
            delivery.message().attempts(),
            delivery.leaseMillis(),
            delivery.message().throttleKeys()));
    untaken.add(delivery);
    takeNext();
  }

  private void takeNext() {
    if (!taking && subscription != null && !untaken.isEmpty() && !ended && !closed) {
      taking = true;
      world.afterMicros(world.chance().skewed(0, takeMicrosMax), this::take);
    }
  }

  private void take() {
    taking = false;
    Subscription current = subscription;
    if (ended || closed || !isAtNode() || current == null || (halfOpen && leftInBuffers-- <= 0)) {
      return;
    }
    Delivery delivery = untaken.remove();
    world.happened(new Event.HandedOver(number, delivery.lease()));
    current.handedOver(delivery.lease());
    HeldMessage held =
        new HeldMessage(
            queue,
            SentMessage.numberOf(delivery.headers(), delivery.body()),
            delivery.message().id(),
            delivery.lease(),
            delivery.leaseMillis());
    connection.toClient(() -> onMessage.accept(held));
    takeNext();
  }
}
