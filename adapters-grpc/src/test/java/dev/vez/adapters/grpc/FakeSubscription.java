package dev.vez.adapters.grpc;

import dev.vez.domain.id.LeaseId;
import dev.vez.ports.api.Subscription;
import dev.vez.ports.scheduling.DeliverySink;
import java.util.ArrayList;
import java.util.List;

/** Remembers what the transport tells, and checks that it comes in order. */
final class FakeSubscription implements Subscription {

  final String queue;
  final int window;
  final DeliverySink sink;
  private final List<LeaseId> handedOver = new ArrayList<>();
  private int closed;
  private volatile Runnable onHandedOver = () -> {};

  FakeSubscription(String queue, int window, DeliverySink sink) {
    this.queue = queue;
    this.window = window;
    this.sink = sink;
  }

  @Override
  public void handedOver(LeaseId lease) {
    synchronized (this) {
      if (!handedOver.isEmpty() && handedOver.getLast().compareTo(lease) >= 0) {
        throw new AssertionError("Expected leases in order, but got " + lease);
      }
      if (closed > 0) {
        throw new AssertionError("Expected nothing after close, but got " + lease);
      }
      handedOver.add(lease);
    }
    onHandedOver.run();
  }

  @Override
  public synchronized void close() {
    closed++;
  }

  void onHandedOver(Runnable action) {
    onHandedOver = action;
  }

  synchronized List<LeaseId> handedOver() {
    return List.copyOf(handedOver);
  }

  synchronized int handedOverCount() {
    return handedOver.size();
  }

  synchronized int timesClosed() {
    return closed;
  }
}
