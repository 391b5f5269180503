package dev.vez.engine.group;

import dev.vez.domain.command.Command;
import dev.vez.domain.command.Tick;
import dev.vez.domain.outcome.Outcome;
import dev.vez.ports.api.Rejection;
import dev.vez.ports.scheduling.Timers;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Asks for a {@link Tick} when log time reaches the state machine's latest wish. On the loop only.
 *
 * <p>There is at most one tick at a time, from the moment it is asked for until an entry with it is
 * applied; a lost one is proposed again, as every command of the engine is. A timer that is armed
 * for an earlier time than the wish is left alone and looks again when it runs, so a wish that
 * moves away with every ack costs nothing.
 */
final class WakeTimer implements OwnCommand {

  /** Wishes are rounded up to this, so that deadlines close to each other share a tick. */
  static final long GRANULARITY_MICROS = 5_000;

  private static final long NEVER = Long.MAX_VALUE;

  private final LogClock logClock;
  private final Timers timers;
  private final Executor loop;
  private final Consumer<OwnCommand> proposer;
  private long wishMicros = NEVER;
  private long armedMicros = NEVER;
  private Timers.@Nullable Cancellation armed;
  private boolean tickOutstanding;
  private boolean cancelled;

  /**
   * The timer of one term.
   *
   * @param loop runs tasks on the loop
   * @param proposer proposes a tick soon
   */
  WakeTimer(LogClock logClock, Timers timers, Executor loop, Consumer<OwnCommand> proposer) {
    this.logClock = logClock;
    this.timers = timers;
    this.loop = loop;
    this.proposer = proposer;
  }

  /**
   * The state machine wants to be woken; replaces its earlier wish.
   *
   * @param micros log time
   * @param entryMicros log time of the entry that says so; a wish at or before it means at once
   */
  void wish(long micros, long entryMicros) {
    wishMicros = micros <= entryMicros ? micros : roundUp(micros);
    look();
  }

  /** An entry with the tick is applied; its own wish, if any, follows. */
  void tickApplied() {
    tickOutstanding = false;
    wishMicros = NEVER;
  }

  /** No tick is wanted any more. */
  void cancel() {
    cancelled = true;
    disarm();
  }

  @Override
  public Command command() {
    return new Tick();
  }

  @Override
  public void applied(Outcome outcome) {}

  @Override
  public void abandoned(Rejection reason) {}

  private void look() {
    if (tickOutstanding || cancelled || wishMicros == NEVER) {
      return;
    }
    long nowMicros = logClock.nowMicros();
    if (wishMicros <= nowMicros) {
      disarm();
      tickOutstanding = true;
      proposer.accept(this);
    } else if (wishMicros < armedMicros) {
      disarm();
      armedMicros = wishMicros;
      armed =
          timers.schedule(
              TimeUnit.MICROSECONDS.toNanos(wishMicros - nowMicros),
              () -> loop.execute(this::fired));
    }
  }

  private void fired() {
    armedMicros = NEVER;
    armed = null;
    look();
  }

  private void disarm() {
    if (armed != null) {
      armed.cancel();
      armed = null;
    }
    armedMicros = NEVER;
  }

  private static long roundUp(long micros) {
    return micros > NEVER - GRANULARITY_MICROS
        ? NEVER
        : Math.ceilDiv(micros, GRANULARITY_MICROS) * GRANULARITY_MICROS;
  }
}
