package dev.vez.app.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vez.ports.scheduling.Executors;
import dev.vez.ports.scheduling.SerialExecutor;
import dev.vez.ports.scheduling.SerialExecutorContract;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

final class ThreadSerialExecutorTest extends SerialExecutorContract {

  private static final int PRODUCERS = 4;
  private static final int TASKS_PER_PRODUCER = 50_000;

  private final List<Throwable> failures = new CopyOnWriteArrayList<>();
  private final Executors executors =
      new ThreadExecutors((thread, failure) -> failures.add(failure));

  @Override
  protected Executors executors() {
    return executors;
  }

  @Override
  protected void await(BooleanSupplier condition) {
    Conditions.await(condition);
  }

  @Test
  void shouldKeepTheOrderOfEachProducer() throws InterruptedException {
    List<List<Integer>> seen = new ArrayList<>();
    List<Thread> producers = new ArrayList<>();
    SerialExecutor executor = executors.serial("test");
    for (int p = 0; p < PRODUCERS; p++) {
      List<Integer> mine = new ArrayList<>();
      seen.add(mine);
      producers.add(
          Thread.ofPlatform()
              .start(
                  () -> {
                    for (int i = 0; i < TASKS_PER_PRODUCER; i++) {
                      int number = i;
                      executor.execute(() -> mine.add(number));
                    }
                  }));
    }
    for (Thread producer : producers) {
      producer.join();
    }
    executor.close();

    assertThat(seen).allSatisfy(mine -> assertThat(mine).hasSize(TASKS_PER_PRODUCER).isSorted());
  }

  @Test
  @Timeout(30)
  void shouldWakeForEveryTaskThatFindsItAsleep() {
    // Each task meets the executor in the act of falling asleep; a lost wake-up would leave it so.
    AtomicInteger ran = new AtomicInteger();
    try (SerialExecutor executor = executors.serial("test")) {
      for (int i = 1; i <= 20_000; i++) {
        executor.execute(ran::incrementAndGet);
        while (ran.get() < i) {
          Thread.onSpinWait();
        }
      }
    }

    assertThat(ran).hasValue(20_000);
  }

  @Test
  void shouldNameItsThreadAndReportFailures() {
    List<String> names = new CopyOnWriteArrayList<>();
    IllegalStateException failure = new IllegalStateException("thrown by the test");
    try (SerialExecutor executor = executors.serial("group-1-loop")) {
      executor.execute(() -> names.add(Thread.currentThread().getName()));
      executor.execute(
          () -> {
            throw failure;
          });
    }

    assertThat(names).containsExactly("group-1-loop");
    assertThat(failures).containsExactly(failure);
  }

  @Test
  void shouldSleepAgainAfterATaskLeavesAnInterruptBehind() {
    AtomicInteger ran = new AtomicInteger();
    try (SerialExecutor executor = executors.serial("test")) {
      executor.execute(() -> Thread.currentThread().interrupt());
      executor.execute(ran::incrementAndGet);
      Conditions.await(() -> ran.get() == 1);
      executor.execute(() -> ran.addAndGet(Thread.currentThread().isInterrupted() ? 100 : 1));
    }

    assertThat(ran).hasValue(2);
  }
}
