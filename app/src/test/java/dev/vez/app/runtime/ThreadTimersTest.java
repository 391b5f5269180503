package dev.vez.app.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vez.ports.scheduling.Clock;
import dev.vez.ports.scheduling.Timers;
import dev.vez.ports.scheduling.TimersContract;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class ThreadTimersTest extends TimersContract {

  private final List<Throwable> failures = new CopyOnWriteArrayList<>();
  private final ThreadTimers timers = new ThreadTimers((thread, failure) -> failures.add(failure));
  private final Clock clock = new SystemClock();

  @AfterEach
  void closeTimers() {
    timers.close();
  }

  @Override
  protected Timers timers() {
    return timers;
  }

  @Override
  protected Clock clock() {
    return clock;
  }

  @Override
  protected void await(BooleanSupplier condition) {
    Conditions.await(condition);
  }

  @Test
  void shouldReportWhatATaskThrows() {
    IllegalStateException failure = new IllegalStateException("thrown by the test");

    timers.schedule(
        0,
        () -> {
          throw failure;
        });

    Conditions.await(() -> failures.contains(failure));
  }

  @Test
  void shouldIgnoreWhatIsScheduledAfterClose() {
    List<String> seen = new CopyOnWriteArrayList<>();
    timers.close();

    timers.schedule(0, () -> seen.add("late")).cancel();

    assertThat(seen).isEmpty();
  }
}
