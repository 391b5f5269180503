package dev.vez.ports.scheduling;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What every {@link Executors} and its {@link SerialExecutor}s must do. */
public abstract class SerialExecutorContract {

  private static final int TASKS = 10_000;

  /** The implementation under test; the same one throughout a test. */
  protected abstract Executors executors();

  /** Lets the implementation work until {@code condition} holds; fails where it never does. */
  protected abstract void await(BooleanSupplier condition);

  @Test
  void shouldRunTasksInTheOrderGiven() {
    List<Integer> seen = new ArrayList<>();
    try (SerialExecutor executor = executors().serial("test")) {
      for (int i = 0; i < TASKS; i++) {
        int number = i;
        executor.execute(() -> seen.add(number));
      }
    }

    assertThat(seen).isEqualTo(IntStream.range(0, TASKS).boxed().toList());
  }

  @Test
  void shouldRunATaskGivenByATaskAfterThoseGivenBefore() {
    List<String> seen = new ArrayList<>();
    AtomicInteger done = new AtomicInteger();
    SerialExecutor executor = executors().serial("test");
    executor.execute(
        () -> {
          executor.execute(
              () -> {
                seen.add("second");
                done.incrementAndGet();
              });
          seen.add("first");
        });

    await(() -> done.get() == 1);

    assertThat(seen).containsExactly("first", "second");
    executor.close();
  }

  @Test
  void shouldRunEverythingTakenBeforeClose() {
    AtomicInteger ran = new AtomicInteger();
    SerialExecutor executor = executors().serial("test");
    for (int i = 0; i < TASKS; i++) {
      executor.execute(ran::incrementAndGet);
    }

    executor.close();

    assertThat(ran).hasValue(TASKS);
  }

  @Test
  void shouldDropTasksAfterClose() {
    AtomicInteger ran = new AtomicInteger();
    SerialExecutor executor = executors().serial("test");
    executor.close();

    executor.execute(ran::incrementAndGet);
    executor.close();

    assertThat(ran).hasValue(0);
  }

  @Test
  void shouldNotWaitForItselfWhenClosedByItsOwnTask() {
    AtomicInteger ran = new AtomicInteger();
    SerialExecutor executor = executors().serial("test");
    executor.execute(
        () -> {
          executor.execute(ran::incrementAndGet);
          executor.close();
          executor.execute(() -> ran.addAndGet(100));
          ran.incrementAndGet();
        });

    await(() -> ran.get() >= 2);
    executor.close();

    assertThat(ran).hasValue(2);
  }

  @Test
  void shouldGoOnAfterATaskThatThrows() {
    AtomicInteger ran = new AtomicInteger();
    try (SerialExecutor executor = executors().serial("test")) {
      executor.execute(
          () -> {
            throw new IllegalStateException("thrown by the test");
          });
      executor.execute(ran::incrementAndGet);
    }

    assertThat(ran).hasValue(1);
  }
}
