package dev.vez.engine.service;

import dev.vez.ports.api.Rejection;
import dev.vez.ports.recovery.FreeSpace;
import dev.vez.ports.recovery.StoreException;
import dev.vez.ports.scheduling.SerialExecutor;
import dev.vez.ports.scheduling.Timers;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps room on the disk for what makes room: while there is less than the reserve, new messages
 * are refused; acks, nacks and deletions go on, since they are small and what they remove is given
 * back. The disk is asked once a second, so the reserve should hold what is written in a second or
 * two. Messages are taken again once there is a sixteenth more than the reserve, so that a disk at
 * the limit is not refused and taken by turns.
 */
public final class DiskReserve {

  private static final Logger LOG = LoggerFactory.getLogger(DiskReserve.class);

  private static final long INTERVAL_NANOS = TimeUnit.SECONDS.toNanos(1);
  private static final long RETRY_AFTER_MILLIS = 5_000;

  private final FreeSpace space;
  private final long reserveBytes;
  private final Timers timers;
  private final SerialExecutor executor;
  private volatile @Nullable Rejection refusal;
  private volatile boolean closed;

  /** Whether the last question had no answer. On the executor only. */
  private boolean failing;

  /**
   * A reserve that is not watched yet.
   *
   * @param reserveBytes what is to be left, 0 to watch nothing
   * @param executor on which alone the disk is asked
   */
  public DiskReserve(FreeSpace space, long reserveBytes, Timers timers, SerialExecutor executor) {
    this.space = space;
    this.reserveBytes = reserveBytes;
    this.timers = timers;
    this.executor = executor;
  }

  /** Watches from now on; completes once the disk was asked for the first time. */
  public CompletionStage<Void> watch() {
    CompletableFuture<Void> first = new CompletableFuture<>();
    if (reserveBytes == 0) {
      first.complete(null);
    } else {
      executor.execute(
          () -> {
            look();
            first.complete(null);
          });
    }
    return first;
  }

  /** Watches no more, and ends its thread. */
  public void close() {
    closed = true;
    executor.execute(executor::close);
  }

  /** Why a message is refused, none where it is taken. */
  @Nullable Rejection refusal() {
    return refusal;
  }

  private void look() {
    try {
      judge(space.bytes());
      failing = false;
    } catch (StoreException unknown) {
      // Whether messages are taken stays as it is: if the disk is broken, the store will tell.
      if (!failing) {
        LOG.warn("Cannot learn how much room the disk has", unknown);
      }
      failing = true;
    }
    if (!closed) {
      timers.schedule(INTERVAL_NANOS, () -> executor.execute(this::look));
    }
  }

  private void judge(long freeBytes) {
    boolean refusing = refusal != null;
    if (!refusing && freeBytes < reserveBytes) {
      LOG.warn(
          "New messages are refused: the disk has {} bytes left, less than the reserve of {}"
              + " (storage.disk_reserve_bytes)",
          freeBytes,
          reserveBytes);
      refusal =
          new Rejection.ResourceExhausted(
              "storage.disk_reserve_bytes",
              "the disk has less than " + reserveBytes + " bytes left",
              RETRY_AFTER_MILLIS);
    } else if (refusing && freeBytes >= reserveBytes + reserveBytes / 16) {
      LOG.info("New messages are taken again: the disk has {} bytes left", freeBytes);
      refusal = null;
    }
  }
}
