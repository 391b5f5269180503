package dev.vez.adapters.jraft;

import dev.vez.ports.recovery.AppliedPosition;
import dev.vez.ports.replication.ConsensusListener;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;

/** Notes what it hears, and can be made to misbehave. Thread-safe. */
final class TestListener implements ConsensusListener {

  private final List<String> texts = new ArrayList<>();
  private final List<Throwable> failures = new ArrayList<>();
  private AppliedPosition applied = AppliedPosition.NONE;
  private long leaderTerm;
  private long lostTerm;
  private volatile Consumer<String> onEntry = text -> {};
  private volatile Runnable onLeader = () -> {};
  private volatile long positionShift;
  private volatile boolean failsSnapshots;

  /** What is done with each entry, before it is noted. */
  void onEntry(Consumer<String> action) {
    onEntry = action;
  }

  void onLeader(Runnable action) {
    onLeader = action;
  }

  /** Tells positions of checkpoints that are wrong by so much. */
  void shiftPositions(long shift) {
    positionShift = shift;
  }

  void failSnapshots() {
    failsSnapshots = true;
  }

  synchronized List<String> texts() {
    return List.copyOf(texts);
  }

  synchronized List<Throwable> failures() {
    return List.copyOf(failures);
  }

  synchronized long leaderTerm() {
    return leaderTerm;
  }

  synchronized long lostTerm() {
    return lostTerm;
  }

  @Override
  public void onCommitted(long index, long term, byte[] entry) {
    String text = new String(entry, StandardCharsets.UTF_8);
    onEntry.accept(text);
    synchronized (this) {
      texts.add(text);
      applied = new AppliedPosition(index, term);
    }
  }

  @Override
  public void onLeaderReady(long term) {
    onLeader.run();
    synchronized (this) {
      leaderTerm = term;
    }
  }

  @Override
  public synchronized void onLeadershipLost(long term) {
    lostTerm = term;
  }

  @Override
  public void onLeaderKnown(long nodeId) {}

  @Override
  public synchronized CompletionStage<AppliedPosition> onSnapshotRequested(Path folder) {
    if (failsSnapshots) {
      return CompletableFuture.failedFuture(new IllegalStateException("no snapshot today"));
    }
    try {
      Files.createDirectory(folder);
      Files.writeString(folder.resolve("texts"), String.join("\n", texts));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return CompletableFuture.completedFuture(
        new AppliedPosition(applied.index() + positionShift, applied.term()));
  }

  @Override
  public CompletionStage<AppliedPosition> onSnapshotInstalled(Path folder) {
    return CompletableFuture.failedFuture(new IllegalStateException("Expected no snapshot"));
  }

  @Override
  public synchronized void onFailed(Throwable cause) {
    failures.add(cause);
  }
}
