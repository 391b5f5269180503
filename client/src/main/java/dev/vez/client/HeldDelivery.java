package dev.vez.client;

import com.google.protobuf.ByteString;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/** A message that a subscriber holds, and how it is getting on. */
final class HeldDelivery implements Delivery {

  private final Subscriber subscriber;
  private final ReceivedMessage message;
  private final ByteString lease;
  private final long leaseMillis;
  private final long receivedNanos;
  private final AtomicBoolean settled = new AtomicBoolean();
  private volatile boolean lost;

  /** When it is to be extended next. Under the subscriber's lock. */
  private long extendNanos;

  HeldDelivery(Subscriber subscriber, dev.vez.protos.vez.v1.Delivery delivery, long receivedNanos) {
    this.subscriber = subscriber;
    this.message = WireTypes.message(delivery.getMessage());
    this.lease = delivery.getLeaseId();
    this.leaseMillis = delivery.getLeaseMs();
    this.receivedNanos = receivedNanos;
    extended(receivedNanos);
  }

  ByteString lease() {
    return lease;
  }

  long leaseMillis() {
    return leaseMillis;
  }

  @Override
  public ReceivedMessage message() {
    return message;
  }

  @Override
  public CompletionStage<SettleResult> ack() {
    settled.set(true);
    CompletableFuture<SettleResult> answer = new CompletableFuture<>();
    subscriber.settle(new Settling(this, Settling.Kind.ACK, "", 0, answer));
    return answer.minimalCompletionStage();
  }

  @Override
  public CompletionStage<SettleResult> nack(String error) {
    settled.set(true);
    CompletableFuture<SettleResult> answer = new CompletableFuture<>();
    subscriber.settle(new Settling(this, Settling.Kind.NACK, error, 0, answer));
    return answer.minimalCompletionStage();
  }

  @Override
  public CompletionStage<SettleResult> extend(Duration duration) {
    CompletableFuture<SettleResult> answer = new CompletableFuture<>();
    subscriber.settle(
        new Settling(this, Settling.Kind.EXTEND, "", Math.max(1, duration.toMillis()), answer));
    return answer.minimalCompletionStage();
  }

  @Override
  public boolean isLost() {
    return lost;
  }

  void lose() {
    lost = true;
  }

  /** Whether nobody has settled it; it counts as settled from now on. */
  boolean isFirstToSettle() {
    return settled.compareAndSet(false, true);
  }

  boolean isSettled() {
    return settled.get();
  }

  /** Whether its lease is to be extended now. */
  boolean isToBeExtended(long nowNanos, long extendForNanos) {
    return !lost
        && !settled.get()
        && nowNanos - extendNanos >= 0
        && nowNanos - receivedNanos < extendForNanos;
  }

  /** Half of the lease is left for whatever may hold the next extension up. */
  void extended(long nowNanos) {
    extendNanos = nowNanos + TimeUnit.MILLISECONDS.toNanos(Math.max(1, leaseMillis / 2));
  }

  /**
   * Something that is to become of a delivery.
   *
   * @param error of a nack
   * @param millis of an extension
   */
  record Settling(
      HeldDelivery delivery,
      Kind kind,
      String error,
      long millis,
      CompletableFuture<SettleResult> answer) {

    enum Kind {
      ACK,
      NACK,
      EXTEND
    }
  }
}
