package dev.vez.app.harness;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Producers and consumers at work. Which process they talk to they learn from a {@link Directory};
 * they find the next one by themselves when it dies.
 */
public final class Workload implements AutoCloseable {

  private static final Duration STOP_LIMIT = Duration.ofSeconds(40);

  private final Recorder recorder;
  private final Directory directory;
  private final SplittableRandom random;
  private final Semaphore quota = new Semaphore(0);
  private final List<Thread> threads = new ArrayList<>();

  /**
   * @param seed of the choices that workers make
   */
  public Workload(Recorder recorder, Directory directory, long seed) {
    this.recorder = recorder;
    this.directory = directory;
    this.random = new SplittableRandom(seed);
  }

  /** Lets all producers together send this many messages more. */
  public void allow(int messages) {
    quota.release(messages);
  }

  /**
   * Lets all producers together send this many messages more, again and again, until it is so many
   * altogether.
   */
  public void allowEach(Duration time, int messages, int altogether) {
    start(
        "pacemaker",
        () -> {
          for (int allowed = 0; allowed < altogether; allowed += messages) {
            allow(messages);
            TimeUnit.NANOSECONDS.sleep(time.toNanos());
          }
        });
  }

  /** Starts a producer. */
  public void produce(ProducerSpec spec) {
    start(
        "producer of " + spec.queue(),
        new Producer(recorder, directory, quota, random.split(), spec));
  }

  /** Starts a consumer. */
  public void consume(String queue, Habits habits) {
    start(
        "consumer of " + queue,
        new ConsumerWorker(recorder, directory, random.split(), queue, habits));
  }

  /** Starts the heartbeat, once for each broker process. */
  public void beat() {
    start("heartbeat", new Heartbeat(recorder, directory));
  }

  /** Stops all workers and waits for them. */
  @Override
  public void close() {
    threads.forEach(Thread::interrupt);
    for (Thread thread : threads) {
      try {
        if (!thread.join(STOP_LIMIT)) {
          throw new IllegalStateException("The " + thread.getName() + " does not stop");
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      }
    }
    threads.clear();
  }

  private void start(String name, Worker worker) {
    threads.add(
        Thread.ofVirtual()
            .name(name)
            .start(
                () -> {
                  try {
                    worker.run();
                  } catch (InterruptedException stopped) {
                    Thread.currentThread().interrupt();
                  }
                }));
  }
}
