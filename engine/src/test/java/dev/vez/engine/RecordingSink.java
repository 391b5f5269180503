package dev.vez.engine;

import dev.vez.domain.id.LeaseId;
import dev.vez.domain.message.Bytes;
import dev.vez.ports.api.Rejection;
import dev.vez.ports.api.Subscription;
import dev.vez.ports.scheduling.Delivery;
import dev.vez.ports.scheduling.DeliverySink;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A transport that keeps what it gets, and takes it where the test says so. */
public final class RecordingSink implements DeliverySink {

  private final List<Delivery> deliveries = new ArrayList<>();
  private final Consumer<Delivery> onDelivery;
  private @Nullable Subscription subscription;
  private @Nullable Rejection end;
  private boolean handingOver;
  private int handedOver;

  public RecordingSink() {
    this(delivery -> {});
  }

  /**
   * A transport that got nothing yet.
   *
   * @param onDelivery told at each delivery
   */
  public RecordingSink(Consumer<Delivery> onDelivery) {
    this.onDelivery = onDelivery;
  }

  @Override
  public void deliver(Delivery delivery) {
    if (end != null) {
      throw new AssertionError("Expected nothing after the end, but got a delivery");
    }
    deliveries.add(delivery);
    onDelivery.accept(delivery);
    handOverWhatCame();
  }

  @Override
  public void end(Rejection reason) {
    if (end != null) {
      throw new AssertionError("Expected one end, but got another: " + reason);
    }
    end = reason;
  }

  public void subscribed(Subscription newSubscription) {
    subscription = newSubscription;
    handOverWhatCame();
  }

  /** Takes everything at once from now on. */
  public RecordingSink handingOver() {
    handingOver = true;
    return this;
  }

  /** Takes the next {@code count} deliveries. */
  public void handOver(int count) {
    for (int i = 0; i < count; i++) {
      LeaseId lease = deliveries.get(handedOver++).lease();
      subscription().handedOver(lease);
    }
  }

  public void close() {
    subscription().close();
  }

  public List<Delivery> deliveries() {
    return List.copyOf(deliveries);
  }

  /** The bodies of all deliveries, read as UTF-8. */
  public List<String> bodies() {
    return deliveries.stream().map(delivery -> text(delivery.body())).toList();
  }

  public @Nullable Rejection end() {
    return end;
  }

  /** Deliveries may come before the subscription. */
  private void handOverWhatCame() {
    if (handingOver && subscription != null) {
      handOver(deliveries.size() - handedOver);
    }
  }

  private Subscription subscription() {
    Subscription current = subscription;
    if (current == null) {
      throw new AssertionError("Expected a subscription");
    }
    return current;
  }

  private static String text(Bytes bytes) {
    return new String(bytes.toByteArray(), StandardCharsets.UTF_8);
  }
}
