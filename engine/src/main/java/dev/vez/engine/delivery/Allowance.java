package dev.vez.engine.delivery;

import dev.vez.ports.api.SubscribeRequest;
import dev.vez.ports.scheduling.Delivery;
import java.util.concurrent.atomic.AtomicLong;

/**
 * How many deliveries one consumer may be given since it came: a running total. May be used by any
 * thread.
 */
abstract sealed class Allowance {

  /**
   * The total.
   *
   * @param done deliveries that the transport has taken, or that were dropped
   */
  abstract long upTo(long done);

  /** By how much the total must have grown for a command of its own, 1 or greater. */
  abstract long worthAGrant(long upTo);

  /** So many more messages are wanted. */
  void grant(long messages) {}

  /** One more is on its way to the transport. */
  void delivered(Delivery delivery) {}

  /** One that the consumer never sees. */
  void dropped() {}

  /** That of a consumer whose transport takes what it can. */
  static final class Window extends Allowance {

    private final int window;

    Window(int window) {
      this.window = window;
    }

    @Override
    long upTo(long done) {
      return done + window;
    }

    @Override
    long worthAGrant(long upTo) {
      return Math.max(1, window / 2);
    }
  }

  /**
   * That of a consumer that grants credit. It may be ahead of its transport by a number of messages
   * that shrinks as they get larger, so that what waits for the transport is bounded in bytes too.
   */
  static final class Credit extends Allowance {

    /** Messages ahead of the transport at most. */
    static final int AHEAD_MAX = 1_024;

    /** Bytes of bodies ahead of the transport, about. */
    static final long AHEAD_BYTES = 8 << 20;

    /** No count of messages can reach it, and two of it do not overflow. */
    private static final long CREDIT_MAX = Long.MAX_VALUE / 2;

    private static final long BODY_BYTES_MIN = 256;

    private final AtomicLong granted;
    private final int maxInFlight;
    private final HeldLeases held;
    private volatile long delivered;

    /** Average size of a body, the recent ones counting for more. */
    private volatile long bodyBytes = AHEAD_BYTES / AHEAD_MAX;

    Credit(SubscribeRequest request, HeldLeases held) {
      this.granted = new AtomicLong(Math.min(request.credit(), CREDIT_MAX));
      this.maxInFlight = request.maxInFlight();
      this.held = held;
    }

    @Override
    long upTo(long done) {
      long ahead = Math.clamp(AHEAD_BYTES / Math.max(BODY_BYTES_MIN, bodyBytes), 1, AHEAD_MAX);
      long upTo = Math.min(granted.get(), done + ahead);
      return maxInFlight == 0 ? upTo : Math.min(upTo, held.ended() + maxInFlight);
    }

    /** As much as is left of what was granted before: then it never runs dry. */
    @Override
    long worthAGrant(long upTo) {
      return Math.max(1, (upTo - delivered) / 2);
    }

    @Override
    void grant(long messages) {
      // A client may send any number.
      granted.accumulateAndGet(
          messages, (sum, more) -> Math.min(CREDIT_MAX, sum + Math.min(more, CREDIT_MAX)));
    }

    @Override
    @SuppressWarnings("NonAtomicVolatileUpdate") // Written by the delivery thread alone.
    void delivered(Delivery delivery) {
      delivered++;
      // One large message counts at once, small ones only after a while.
      long size = delivery.body().size();
      bodyBytes = Math.max(size, bodyBytes - (bodyBytes - size) / 16);
    }

    @Override
    @SuppressWarnings("NonAtomicVolatileUpdate") // Written by the delivery thread alone.
    void dropped() {
      delivered++;
      granted.incrementAndGet();
      held.endUnheld();
    }
  }
}
