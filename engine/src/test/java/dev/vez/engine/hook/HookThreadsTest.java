package dev.vez.engine.hook;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vez.domain.id.QueueId;
import dev.vez.ports.api.Rejection;
import dev.vez.ports.scheduling.Clock;
import dev.vez.ports.scheduling.SeededRandomSource;
import dev.vez.ports.scheduling.SerialExecutor;
import dev.vez.ports.scheduling.VirtualProcess;
import dev.vez.ports.scheduling.VirtualScheduler;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** No queue holds up the others, whatever its scripts take. */
class HookThreadsTest {

  private static final QueueId SLOW = new QueueId(1, 0);
  private static final QueueId FAST = new QueueId(2, 0);
  private static final QueueId OTHER = new QueueId(3, 0);

  private static final long SLOW_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

  private final VirtualScheduler scheduler = new VirtualScheduler();
  private final VirtualProcess process = scheduler.process();
  private final HandClock clock = new HandClock();
  private final List<String> done = new ArrayList<>();
  private final Map<String, Rejection> refused = new HashMap<>();

  @Test
  void shouldRunTasksOfOneOriginInOrder() {
    HookThreads threads = threads(4, 100, 1_000);
    for (int i = 0; i < 10; i++) {
      threads.enter(task(SLOW, "s" + i, 7, 0));
    }

    scheduler.runReady();

    assertThat(done).containsExactly("s0", "s1", "s2", "s3", "s4", "s5", "s6", "s7", "s8", "s9");
  }

  @Test
  void shouldLetAQueueThatTakesLittleTimeGoBeforeOneThatHasTakenMuch() {
    HookThreads threads = threads(1, 1_000, 1_000);
    for (int i = 0; i < 100; i++) {
      threads.enter(task(SLOW, "s" + i, 1, SLOW_NANOS));
    }
    scheduler.runOne();
    for (int i = 0; i < 50; i++) {
      threads.enter(task(FAST, "f" + i, 1, 1_000));
    }
    scheduler.runReady();

    assertThat(done.getFirst()).isEqualTo("s0");
    assertThat(done.subList(1, 51)).allMatch(name -> name.startsWith("f"));
    assertThat(done).hasSize(150);
  }

  /** Its time counts from when it comes: who was idle has saved nothing. */
  @Test
  void shouldNotGiveAQueueThatWasIdleMoreThanItsShare() {
    HookThreads threads = threads(1, 1_000, 1_000);
    for (int i = 0; i < 100; i++) {
      threads.enter(task(SLOW, "s" + i, 1, SLOW_NANOS));
    }
    for (int i = 0; i < 50; i++) {
      scheduler.runOne();
    }
    for (int i = 0; i < 100; i++) {
      threads.enter(task(OTHER, "o" + i, 1, SLOW_NANOS));
    }
    done.clear();
    for (int i = 0; i < 40; i++) {
      scheduler.runOne();
    }

    assertThat(done.stream().filter(name -> name.startsWith("o")).count()).isBetween(19L, 21L);
  }

  /** On real threads: a task in virtual time cannot stand still. */
  @Test
  void shouldKeepAThreadFreeOfEachQueue() throws Exception {
    CountDownLatch released = new CountDownLatch(1);
    CompletableFuture<String> served = new CompletableFuture<>();
    List<ExecutorService> services = new ArrayList<>();
    HookThreads threads =
        new HookThreads(options(3, 1_000, 1_000), clock, name -> new OneThread(services));
    try {
      for (int i = 0; i < 100; i++) {
        threads.enter(
            new TestTask(SLOW, "s" + i, i, 0, 0) {
              @Override
              public void run() {
                awaitUninterruptibly(released);
              }
            });
      }
      threads.enter(
          new TestTask(FAST, "f", 1, 0, 0) {
            @Override
            public void run() {
              served.complete("f");
            }
          });

      assertThat(served.get(1, TimeUnit.MINUTES)).isEqualTo("f");
      assertThat(released.getCount()).isEqualTo(1);
    } finally {
      released.countDown();
      threads.close();
      for (ExecutorService service : services) {
        assertThat(service.awaitTermination(1, TimeUnit.MINUTES)).isTrue();
      }
    }
  }

  @Test
  void shouldLeaveRoomInTheBacklogToOtherQueues() {
    HookThreads threads = threads(2, 100, 1_000_000);
    fill(threads, SLOW, 200);
    assertThat(refused).hasSize(150);
    fill(threads, FAST, 200);
    fill(threads, OTHER, 200);

    scheduler.runReady();

    assertThat(done.stream().filter(name -> name.startsWith(SLOW + "/")).count()).isEqualTo(50);
    assertThat(done.stream().filter(name -> name.startsWith(FAST + "/")).count()).isEqualTo(25);
    assertThat(done.stream().filter(name -> name.startsWith(OTHER + "/")).count())
        .isBetween(12L, 13L);
    assertThat(refused.values())
        .allSatisfy(
            reason ->
                assertThat(reason)
                    .isInstanceOfSatisfying(
                        Rejection.ResourceExhausted.class,
                        it ->
                            assertThat(it.limit()).isEqualTo("limits.hook_backlog_requests_max")));
  }

  @Test
  void shouldCountBytesAndGiveThemBack() {
    HookThreads threads = threads(1, 100, 1_000);
    threads.enter(task(SLOW, "all at once", 1, 0, 1_000));
    threads.enter(task(SLOW, "too many", 1, 0, 1));
    assertThat(refused.keySet()).containsExactly("too many");
    scheduler.runReady();

    threads.enter(task(SLOW, "now", 1, 0, 1_000));
    scheduler.runReady();

    assertThat(done).containsExactly("all at once", "now");
  }

  @Test
  void shouldGoOnWithAnUnfinishedTaskBeforeItsSuccessorsAndAfterOtherQueues() {
    HookThreads threads = threads(1, 100, 1_000);
    threads.enter(
        new TestTask(SLOW, "long", 1, SLOW_NANOS, 1_000) {
          private int runs;

          @Override
          public void run() {
            super.run();
            runs++;
          }

          @Override
          public boolean isUnfinished() {
            return runs < 3;
          }
        });
    threads.enter(task(SLOW, "next", 1, 0));
    threads.enter(task(FAST, "other", 1, 0));
    scheduler.runOne();
    threads.enter(task(OTHER, "too many", 1, 0, 1));
    CompletableFuture<Void> closed = threads.close().toCompletableFuture();
    scheduler.runReady();

    assertThat(done).containsExactly("long", "other", "long", "long", "next");
    // It keeps its room until it is finished.
    assertThat(refused.keySet()).containsExactly("too many");
    assertThat(closed).isCompleted();
  }

  @Test
  void shouldGoOnAfterATaskThatThrows() {
    HookThreads threads = threads(1, 100, 1_000);
    threads.enter(
        new TestTask(SLOW, "faulty", 1, 0, 0) {
          @Override
          public void run() {
            throw new IllegalStateException("on purpose");
          }
        });
    threads.enter(task(SLOW, "next", 1, 0));

    scheduler.runReady();

    assertThat(done).containsExactly("next");
    assertThat(scheduler.failures()).hasSize(1);
  }

  @Test
  void shouldBeClosedOnlyOnceNothingWaits() {
    HookThreads threads = threads(2, 100, 1_000);
    threads.enter(task(SLOW, "first", 1, SLOW_NANOS));
    threads.enter(task(SLOW, "second", 1, SLOW_NANOS));

    CompletableFuture<Void> closed = threads.close().toCompletableFuture();
    assertThat(closed).isNotDone();
    scheduler.runReady();

    assertThat(done).containsExactly("first", "second");
    assertThat(closed).isCompleted();
    assertThat(threads(1, 100, 1_000).close().toCompletableFuture()).isCompleted();
  }

  @Test
  void shouldRunWhatWaitsAndRefuseWhatComesAfterClosing() {
    HookThreads threads = threads(2, 100, 1_000);
    fill(threads, SLOW, 5);

    threads.close();
    threads.enter(task(FAST, "late", 1, 0));
    scheduler.runReady();

    assertThat(done).hasSize(5);
    assertThat(refused).containsExactly(Map.entry("late", new Rejection.Draining()));
  }

  @Property(tries = 200)
  void shouldRunEveryTaskOnceAndThoseOfAnOriginInOrder(@ForAll long seed) {
    VirtualScheduler random = new VirtualScheduler(new SeededRandomSource(seed));
    SeededRandomSource choices = new SeededRandomSource(seed);
    List<String> ran = new ArrayList<>();
    HookThreads threads =
        new HookThreads(
            options(1 + (int) Long.remainderUnsigned(choices.nextLong(), 4), 1_000, 1_000),
            clock,
            random.process());
    List<String> expected = new ArrayList<>();
    for (int i = 0; i < 60; i++) {
      long queue = Long.remainderUnsigned(choices.nextLong(), 3);
      long origin = Long.remainderUnsigned(choices.nextLong(), 4);
      String name = queue + ":" + origin + ":" + i;
      expected.add(name);
      threads.enter(
          new TestTask(
              new QueueId(queue, 0),
              name,
              origin,
              Long.remainderUnsigned(choices.nextLong(), 1_000_000),
              0) {
            @Override
            public void run() {
              clock.nanos += nanos();
              ran.add(name);
            }
          });
      if (choices.nextLong() > 0) {
        random.runOne();
      }
    }
    random.runReady();

    assertThat(ran).containsExactlyInAnyOrderElementsOf(expected);
    for (String lane : List.of("0:0:", "0:1:", "1:2:", "2:3:", "2:0:")) {
      assertThat(ran.stream().filter(name -> name.startsWith(lane)))
          .containsExactlyElementsOf(
              expected.stream().filter(name -> name.startsWith(lane)).toList());
    }
  }

  private void fill(HookThreads threads, QueueId queue, int count) {
    for (int i = 0; i < count; i++) {
      threads.enter(task(queue, queue + "/" + i, i, 0));
    }
  }

  private HookThreads threads(int count, int requestsMax, long bytesMax) {
    return new HookThreads(options(count, requestsMax, bytesMax), clock, process);
  }

  private static HookOptions options(int count, int requestsMax, long bytesMax) {
    return new HookOptions(count, requestsMax, bytesMax, 3, 1_000, OnError.DEFAULT);
  }

  private HookTask task(QueueId queue, String name, long origin, long nanos) {
    return task(queue, name, origin, nanos, 0);
  }

  private HookTask task(QueueId queue, String name, long origin, long nanos, int bytes) {
    return new TestTask(queue, name, origin, nanos, bytes);
  }

  /** Takes time by moving the clock. */
  private class TestTask implements HookTask {

    private final QueueId queue;
    private final String name;
    private final long origin;
    private final long nanos;
    private final int bytes;

    TestTask(QueueId queue, String name, long origin, long nanos, int bytes) {
      this.queue = queue;
      this.name = name;
      this.origin = origin;
      this.nanos = nanos;
      this.bytes = bytes;
    }

    long nanos() {
      return nanos;
    }

    @Override
    public QueueId queue() {
      return queue;
    }

    @Override
    public long origin() {
      return origin;
    }

    @Override
    public int bytes() {
      return bytes;
    }

    @Override
    public void run() {
      clock.nanos += nanos;
      done.add(name);
    }

    @Override
    public void refused(Rejection reason) {
      @Nullable Rejection before = refused.put(name, reason);
      assertThat(before).isNull();
    }
  }

  private static void awaitUninterruptibly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException ended) {
      Thread.currentThread().interrupt();
    }
  }

  /** An executor on a thread of its own. */
  private static final class OneThread implements SerialExecutor {

    private final ExecutorService service =
        Executors.newSingleThreadExecutor(Thread.ofPlatform().daemon().factory());

    OneThread(List<ExecutorService> services) {
      services.add(service);
    }

    @Override
    public void execute(Runnable task) {
      service.execute(task);
    }

    @Override
    public void close() {
      service.shutdown();
    }
  }

  private static final class HandClock implements Clock {

    private long nanos = Long.MAX_VALUE - 1_000_000;

    @Override
    public long wallMillis() {
      return 0;
    }

    @Override
    public long monotonicNanos() {
      return nanos;
    }
  }
}
