package dev.vez.ports.scheduling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What the virtual time does beyond the contracts. */
class VirtualSchedulerTest {

  private final VirtualScheduler scheduler = new VirtualScheduler();
  private final VirtualProcess process = scheduler.process();
  private final List<String> seen = new ArrayList<>();

  @Test
  void shouldRunTasksOfAllExecutorsInTheOrderGiven() {
    SerialExecutor first = process.serial("first");
    SerialExecutor second = process.serial("second");
    first.execute(() -> seen.add("a"));
    second.execute(() -> seen.add("b"));
    first.execute(() -> seen.add("c"));

    scheduler.runReady();

    assertThat(seen).containsExactly("a", "b", "c");
  }

  @Test
  void shouldInterleaveExecutorsByChanceAndAlikeForTheSameSeed() {
    assertThat(interleaving(1)).isEqualTo(interleaving(1)).isNotEqualTo(interleaving(2));
    assertThat(interleaving(1).replace("b", "")).isEqualTo("a".repeat(50));
  }

  @Test
  void shouldNotMoveTimeWhileTasksAreReady() {
    process.schedule(10, () -> seen.add("timer at " + process.monotonicNanos()));
    process.serial("tasks").execute(() -> seen.add("task at " + process.monotonicNanos()));

    scheduler.advance(25);

    assertThat(seen).containsExactly("task at 0", "timer at 10");
    assertThat(process.monotonicNanos()).isEqualTo(25);
  }

  @Test
  void shouldKeepTheTasksOfAPausedExecutorWaiting() {
    SerialExecutor slow = process.serial("slow");
    process.pause("slow");
    slow.execute(() -> seen.add("slow"));
    scheduler.runReady();
    assertThat(seen).isEmpty();
    assertThat(process.waiting("slow")).isEqualTo(1);

    process.resume("slow");
    scheduler.runReady();

    assertThat(seen).containsExactly("slow");
  }

  @Test
  void shouldRunNothingOfACrashedProcess() {
    VirtualProcess other = scheduler.process();
    SerialExecutor executor = process.serial("loop");
    executor.execute(() -> seen.add("task"));
    process.schedule(1, () -> seen.add("timer"));
    other.schedule(1, () -> seen.add("other"));

    process.crash();
    executor.execute(() -> seen.add("late task"));
    process.serial("late").execute(() -> seen.add("task of a late executor"));
    process.schedule(1, () -> seen.add("late timer"));
    scheduler.advanceMillis(1);

    assertThat(seen).containsExactly("other");
  }

  @Test
  void shouldMoveTheWallClockWithTimeAndByJumps() {
    long start = process.wallMillis();
    scheduler.advance(TimeUnit.SECONDS.toNanos(2));
    assertThat(process.wallMillis() - start).isEqualTo(2_000);

    process.jumpWallClock(-5_000);

    assertThat(process.wallMillis() - start).isEqualTo(-3_000);
    assertThat(scheduler.process().wallMillis() - start).isEqualTo(2_000);
  }

  @Test
  void shouldTellWhatTasksThrew() {
    process
        .serial("tasks")
        .execute(
            () -> {
              throw new IllegalStateException("thrown by the test");
            });

    scheduler.runReady();

    assertThat(scheduler.failures()).singleElement().isInstanceOf(IllegalStateException.class);
  }

  @Test
  void shouldFailWhereAConditionCanNeverHold() {
    assertThatThrownBy(() -> scheduler.runUntil(() -> false)).isInstanceOf(AssertionError.class);
  }

  private static String interleaving(long seed) {
    VirtualScheduler random = new VirtualScheduler(new SeededRandomSource(seed));
    VirtualProcess threads = random.process();
    StringBuilder order = new StringBuilder();
    SerialExecutor first = threads.serial("first");
    SerialExecutor second = threads.serial("second");
    for (int i = 0; i < 50; i++) {
      first.execute(() -> order.append('a'));
      second.execute(() -> order.append('b'));
    }
    random.runReady();
    return order.toString();
  }
}
