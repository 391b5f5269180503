package dev.vez.adapters.ratis;

import dev.vez.ports.replication.ConsensusListener;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.LongPredicate;

/**
 * The only way to a group's listener: lets in one caller at a time, although Ratis speaks on many
 * threads. What comes with the log goes through {@link #call} and may block there; what other
 * threads of the library say, some of them under its locks, is left by {@link #post} and never
 * blocks them.
 */
final class ListenerGate {

  private final ConsensusListener listener;
  private final LongPredicate leads;
  private final ReentrantLock lock = new ReentrantLock();
  private final ConcurrentLinkedQueue<Runnable> posted = new ConcurrentLinkedQueue<>();
  private final CompletableFuture<Void> closed = new CompletableFuture<>();

  // Both under the lock.
  private long ledTerm;
  private long knownLeader;

  /**
   * An open gate.
   *
   * @param leads whether this node leads in a term, right now
   */
  ListenerGate(ConsensusListener listener, LongPredicate leads) {
    this.listener = listener;
    this.leads = leads;
  }

  /** Completes when it is closed. */
  CompletableFuture<Void> closed() {
    return closed;
  }

  /** Whether the caller is in a call of the listener. */
  boolean isHeldByCaller() {
    return lock.isHeldByCurrentThread();
  }

  /** Calls the listener now, after what was posted before. Does nothing once closed. */
  void call(Consumer<ConsensusListener> call) {
    lock.lock();
    try {
      runPosted();
      if (!closed.isDone()) {
        call.accept(listener);
      }
    } finally {
      lock.unlock();
    }
  }

  /** This node leads in {@code term} and all earlier entries were handed over. */
  void leaderReady(long term) {
    call(
        it -> {
          ceaseWhereLost();
          it.onLeaderReady(term);
          ledTerm = term;
          // It may have been lost before it was told.
          ceaseWhereLost();
        });
  }

  /**
   * Another leader has become known, or none; this node may have ceased to lead.
   *
   * @param nodeId 0 for none
   */
  void postLeader(long nodeId) {
    post(
        () -> {
          ceaseWhereLost();
          if (nodeId != knownLeader) {
            knownLeader = nodeId;
            listener.onLeaderKnown(nodeId);
          }
        });
  }

  void postFailure(Throwable cause) {
    post(() -> listener.onFailed(cause));
  }

  /** Returns once the call in progress has ended; there is none afterwards. */
  void close() {
    closed.complete(null);
    lock.lock();
    try {
      posted.clear();
    } finally {
      lock.unlock();
    }
  }

  private void post(Runnable event) {
    posted.add(event);
    Thread.ofVirtual().name("ratis-listener").start(this::runPostedLocked);
  }

  private void runPostedLocked() {
    lock.lock();
    try {
      runPosted();
    } finally {
      lock.unlock();
    }
  }

  private void runPosted() {
    for (Runnable each = posted.poll(); each != null; each = posted.poll()) {
      if (!closed.isDone()) {
        each.run();
      }
    }
  }

  private void ceaseWhereLost() {
    long term = ledTerm;
    if (term > 0 && !leads.test(term)) {
      ledTerm = 0;
      listener.onLeadershipLost(term);
    }
  }
}
