package dev.vez.app.harness;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Where clients learn which broker process to talk to. Safe for use by many threads.
 *
 * <p>Of a broker alone there is one process at a time, and a client waits for the next one when it
 * dies. Of a cluster there are several, and a client tries any of them, another one if it can,
 * after a short pause.
 */
public final class Directory {

  private static final Duration ROAMING_PAUSE = Duration.ofMillis(50);

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final boolean roaming;
  private final List<Endpoint> serving = new ArrayList<>();
  private boolean closed;

  /** Of a broker alone. */
  public Directory() {
    this(false);
  }

  private Directory(boolean roaming) {
    this.roaming = roaming;
  }

  /** Of a cluster. */
  public static Directory ofCluster() {
    return new Directory(true);
  }

  /** This process serves now; of a broker alone, in place of the one before. */
  public void publish(Endpoint endpoint) {
    change(
        () -> {
          if (!roaming) {
            serving.clear();
          }
          serving.add(endpoint);
        });
  }

  /** No process serves. */
  public void withdraw() {
    change(serving::clear);
  }

  /** This process serves no more. */
  public void withdraw(Endpoint endpoint) {
    change(() -> serving.remove(endpoint));
  }

  /** Nobody shall wait any longer. */
  public void close() {
    change(
        () -> {
          serving.clear();
          closed = true;
        });
  }

  /**
   * Waits for a process other than {@code known}, or in a cluster for any, preferably another; null
   * once closed.
   */
  public @Nullable Endpoint awaitOther(@Nullable Endpoint known) throws InterruptedException {
    if (roaming && known != null) {
      TimeUnit.NANOSECONDS.sleep(ROAMING_PAUSE.toNanos());
    }
    lock.lock();
    try {
      while (!closed && choices(known).isEmpty()) {
        changed.await();
      }
      if (closed) {
        return null;
      }
      List<Endpoint> choices = choices(known);
      return choices.get(ThreadLocalRandom.current().nextInt(choices.size()));
    } finally {
      lock.unlock();
    }
  }

  private List<Endpoint> choices(@Nullable Endpoint known) {
    List<Endpoint> others = serving.stream().filter(each -> !each.equals(known)).toList();
    return others.isEmpty() && roaming ? List.copyOf(serving) : others;
  }

  private void change(Runnable change) {
    lock.lock();
    try {
      change.run();
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }
}
