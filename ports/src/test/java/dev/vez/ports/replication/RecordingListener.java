package dev.vez.ports.replication;

import dev.vez.ports.recovery.AppliedPosition;
import dev.vez.ports.recovery.StateStore;
import dev.vez.ports.recovery.StoreBatch;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Hears a log and writes each entry's position into a store, as a group does. Thread-safe; notes
 * what must never happen instead of throwing it into a library's thread.
 */
public final class RecordingListener implements ConsensusListener {

  /** An entry as it was handed over, its bytes read as UTF-8. */
  public record Heard(long index, long term, String text) {}

  private final StateStore store;
  private final List<Heard> entries = new ArrayList<>();
  private final List<String> violations = new ArrayList<>();
  private long leaderTerm;
  private long leaderNodeId;
  private int entriesAtLeaderReady;
  private @Nullable Throwable failure;
  private boolean deaf;

  /**
   * Starts where a store is.
   *
   * @param store gets the position of each entry, unsynced
   */
  public RecordingListener(StateStore store) {
    this.store = store;
  }

  @Override
  public synchronized void onCommitted(long index, long term, byte[] entry) {
    hear("onCommitted");
    long last = store.applied().index();
    if (index <= last) {
      violations.add("entry " + index + " came after " + last);
      return;
    }
    entries.add(new Heard(index, term, new String(entry, StandardCharsets.UTF_8)));
    store.write(new StoreBatch(new AppliedPosition(index, term), List.of()));
  }

  @Override
  public synchronized void onLeaderReady(long term) {
    hear("onLeaderReady");
    if (term < leaderTerm || term < 1) {
      violations.add("leader of term " + term + " after " + leaderTerm);
    }
    if (term > leaderTerm) {
      entriesAtLeaderReady = entries.size();
    }
    leaderTerm = term;
  }

  @Override
  public synchronized void onLeadershipLost(long term) {
    hear("onLeadershipLost");
    leaderTerm = 0;
  }

  @Override
  public synchronized void onLeaderKnown(long nodeId) {
    hear("onLeaderKnown");
    leaderNodeId = nodeId;
  }

  @Override
  public synchronized CompletionStage<AppliedPosition> onSnapshotRequested(Path folder) {
    hear("onSnapshotRequested");
    return CompletableFuture.completedFuture(store.checkpoint(folder));
  }

  @Override
  public synchronized CompletionStage<AppliedPosition> onSnapshotInstalled(Path folder) {
    hear("onSnapshotInstalled");
    violations.add("a snapshot came to the only member");
    return CompletableFuture.failedFuture(new IllegalStateException("Expected no snapshot"));
  }

  @Override
  public synchronized void onFailed(Throwable cause) {
    hear("onFailed");
    failure = cause;
  }

  /** What it hears from now on is a violation. */
  synchronized void expectSilence() {
    deaf = true;
  }

  /** The term in which this node leads, 0 while it does not. */
  public synchronized long leaderTerm() {
    return leaderTerm;
  }

  /** Who leads as far as was told, 0 where that is not known. */
  public synchronized long leaderNodeId() {
    return leaderNodeId;
  }

  /** How many entries had come when it became the leader. */
  synchronized int entriesAtLeaderReady() {
    return entriesAtLeaderReady;
  }

  /** All entries so far, in order. */
  public synchronized List<Heard> entries() {
    return List.copyOf(entries);
  }

  /** What must not have happened. */
  public synchronized List<String> violations() {
    List<String> all = new ArrayList<>(violations);
    if (failure != null) {
      all.add("failed: " + failure);
    }
    return all;
  }

  private void hear(String what) {
    if (deaf) {
      violations.add(what + " after stop");
    }
  }
}
