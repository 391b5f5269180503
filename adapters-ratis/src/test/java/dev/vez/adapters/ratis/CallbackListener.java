package dev.vez.adapters.ratis;

import dev.vez.ports.recovery.AppliedPosition;
import dev.vez.ports.replication.ConsensusListener;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A listener that does what a test tells it. */
final class CallbackListener implements ConsensusListener {

  final List<String> entries = new CopyOnWriteArrayList<>();
  final AtomicLong leaderTerm = new AtomicLong();
  final AtomicLong leaderNodeId = new AtomicLong();
  volatile Consumer<String> onEntry = _ -> {};
  volatile Function<Path, CompletionStage<AppliedPosition>> onSnapshot =
      _ -> CompletableFuture.failedFuture(new IllegalStateException("no snapshots here"));
  volatile @Nullable Throwable failure;

  @Override
  public void onCommitted(long index, long term, byte[] entry) {
    String text = new String(entry, StandardCharsets.UTF_8);
    onEntry.accept(text);
    entries.add(text);
  }

  @Override
  public void onLeaderReady(long term) {
    leaderTerm.set(term);
  }

  @Override
  public void onLeadershipLost(long term) {
    leaderTerm.set(0);
  }

  @Override
  public void onLeaderKnown(long nodeId) {
    leaderNodeId.set(nodeId);
  }

  @Override
  public CompletionStage<AppliedPosition> onSnapshotRequested(Path folder) {
    return onSnapshot.apply(folder);
  }

  @Override
  public CompletionStage<AppliedPosition> onSnapshotInstalled(Path folder) {
    return CompletableFuture.failedFuture(new IllegalStateException("no snapshots here"));
  }

  @Override
  public void onFailed(Throwable cause) {
    failure = cause;
  }
}
