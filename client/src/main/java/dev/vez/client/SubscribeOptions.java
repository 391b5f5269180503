package dev.vez.client;

import java.time.Duration;

/**
 * How a consumer that subscribes behaves.
 *
 * @param prefetch messages that it holds at once at most, those that handlers are at included; 1 to
 *     100,000
 * @param concurrency handlers that run at once, 1 or greater
 * @param limit messages after which it ends, 0 for never; it is never sent more than so many
 * @param settling who settles a message
 * @param extendFor how long it extends the leases of messages that it holds, counted from their
 *     delivery; zero to extend none
 * @param keepsLeases whether messages that it holds when its stream ends stay leased to their
 *     deadlines, instead of going back at once
 * @param reconnects whether it opens its stream again where that breaks; else it ends with it
 * @param closeTimeout how long {@link Consumer#close} waits for handlers that run
 */
public record SubscribeOptions(
    int prefetch,
    int concurrency,
    long limit,
    Settling settling,
    Duration extendFor,
    boolean keepsLeases,
    boolean reconnects,
    Duration closeTimeout) {

  /** Who settles a message. */
  public enum Settling {
    /** The consumer: it acks when the handler returns, and nacks when it throws. */
    AUTOMATIC,
    /** The handler, then or later. */
    BY_HANDLER,
    /** Nobody: a message counts as done when its handler returns, and stays leased. */
    NOBODY
  }

  private static final int PREFETCH_MAX = 100_000;

  /**
   * 256 messages, one handler, no limit, automatic settling, leases extended for an hour and
   * released at the end, streams opened again, 10 seconds.
   */
  public static final SubscribeOptions DEFAULT =
      new SubscribeOptions(
          256, 1, 0, Settling.AUTOMATIC, Duration.ofHours(1), false, true, Duration.ofSeconds(10));

  public SubscribeOptions {
    if (prefetch < 1 || prefetch > PREFETCH_MAX) {
      throw new IllegalArgumentException(
          "Expected a prefetch from 1 to " + PREFETCH_MAX + ", but got " + prefetch);
    }
    if (concurrency < 1 || limit < 0) {
      throw new IllegalArgumentException(
          "Expected a concurrency of 1 or more and a limit of 0 or more, but got "
              + concurrency
              + " and "
              + limit);
    }
    if (extendFor.isNegative() || closeTimeout.isNegative()) {
      throw new IllegalArgumentException(
          "Expected extendFor and closeTimeout of zero or more, but got "
              + extendFor
              + " and "
              + closeTimeout);
    }
  }

  /** The same with another prefetch. */
  public SubscribeOptions withPrefetch(int messages) {
    return new SubscribeOptions(
        messages, concurrency, limit, settling, extendFor, keepsLeases, reconnects, closeTimeout);
  }

  /** The same with another number of handlers. */
  public SubscribeOptions withConcurrency(int handlers) {
    return new SubscribeOptions(
        prefetch, handlers, limit, settling, extendFor, keepsLeases, reconnects, closeTimeout);
  }

  /** The same with another limit. */
  public SubscribeOptions withLimit(long messages) {
    return new SubscribeOptions(
        prefetch,
        concurrency,
        messages,
        settling,
        extendFor,
        keepsLeases,
        reconnects,
        closeTimeout);
  }

  /** The same with another one who settles. */
  public SubscribeOptions withSettling(Settling by) {
    return new SubscribeOptions(
        prefetch, concurrency, limit, by, extendFor, keepsLeases, reconnects, closeTimeout);
  }

  /** The same with leases that are extended for another time. */
  public SubscribeOptions withExtendFor(Duration duration) {
    return new SubscribeOptions(
        prefetch, concurrency, limit, settling, duration, keepsLeases, reconnects, closeTimeout);
  }

  /** The same with another choice for its end. */
  public SubscribeOptions withKeptLeases(boolean keep) {
    return new SubscribeOptions(
        prefetch, concurrency, limit, settling, extendFor, keep, reconnects, closeTimeout);
  }

  /** The same with another choice for a stream that breaks. */
  public SubscribeOptions withReconnects(boolean again) {
    return new SubscribeOptions(
        prefetch, concurrency, limit, settling, extendFor, keepsLeases, again, closeTimeout);
  }

  /** The same with another time for handlers at the end. */
  public SubscribeOptions withCloseTimeout(Duration duration) {
    return new SubscribeOptions(
        prefetch, concurrency, limit, settling, extendFor, keepsLeases, reconnects, duration);
  }
}
