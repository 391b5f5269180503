package dev.vez.ports.scheduling;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;

/** What every {@link Timers} must do. */
public abstract class TimersContract {

  private static final long SHORT_NANOS = TimeUnit.MILLISECONDS.toNanos(20);
  private static final long LONG_NANOS = TimeUnit.MILLISECONDS.toNanos(80);

  /** The implementation under test; the same one throughout a test. */
  protected abstract Timers timers();

  /** The clock that it goes by. */
  protected abstract Clock clock();

  /** Lets time pass until {@code condition} holds; fails where it never does. */
  protected abstract void await(BooleanSupplier condition);

  @Test
  void shouldNotRunBeforeTheDelayIsOver() {
    AtomicLong ranAt = new AtomicLong();
    AtomicInteger ran = new AtomicInteger();
    long start = clock().monotonicNanos();

    timers()
        .schedule(
            SHORT_NANOS,
            () -> {
              ranAt.set(clock().monotonicNanos());
              ran.incrementAndGet();
            });
    await(() -> ran.get() == 1);

    assertThat(ranAt.get() - start).isGreaterThanOrEqualTo(SHORT_NANOS);
  }

  @Test
  void shouldRunTheEarlierOneFirst() {
    List<String> seen = new CopyOnWriteArrayList<>();

    timers().schedule(LONG_NANOS, () -> seen.add("later"));
    timers().schedule(SHORT_NANOS, () -> seen.add("earlier"));
    await(() -> seen.size() == 2);

    assertThat(seen).containsExactly("earlier", "later");
  }

  @Test
  void shouldRunAtOnceForADelayOfZeroOrLess() {
    List<String> seen = new CopyOnWriteArrayList<>();

    timers().schedule(0, () -> seen.add("zero"));
    timers().schedule(-1, () -> seen.add("negative"));
    timers().schedule(Long.MIN_VALUE, () -> seen.add("smallest"));
    await(() -> seen.size() == 3);

    assertThat(seen).containsExactlyInAnyOrder("zero", "negative", "smallest");
  }

  @Test
  void shouldNotRunWhatIsCancelled() {
    List<String> seen = new CopyOnWriteArrayList<>();
    Timers.Cancellation cancellation = timers().schedule(SHORT_NANOS, () -> seen.add("cancelled"));
    timers().schedule(LONG_NANOS, () -> seen.add("kept"));

    cancellation.cancel();
    await(() -> seen.contains("kept"));

    assertThat(seen).containsExactly("kept");
  }

  @Test
  void shouldTakeACancellationAfterTheRun() {
    AtomicInteger ran = new AtomicInteger();
    Timers.Cancellation cancellation = timers().schedule(0, ran::incrementAndGet);
    await(() -> ran.get() == 1);

    cancellation.cancel();
    timers().schedule(0, ran::incrementAndGet);
    await(() -> ran.get() == 2);

    assertThat(ran).hasValue(2);
  }

  @Test
  void shouldGoOnAfterATaskThatThrows() {
    AtomicInteger ran = new AtomicInteger();
    timers()
        .schedule(
            0,
            () -> {
              throw new IllegalStateException("thrown by the test");
            });

    timers().schedule(SHORT_NANOS, ran::incrementAndGet);
    await(() -> ran.get() == 1);

    assertThat(ran).hasValue(1);
  }
}
