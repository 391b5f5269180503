package dev.vez.ports.replication;

import dev.vez.ports.recovery.AppliedPosition;
import dev.vez.ports.replication.RecordingListener.Heard;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/**
 * Hears the log as one run of one member of a cluster, and keeps it on the member's disk.
 * Thread-safe; notes what must never happen instead of throwing it into a library's thread.
 */
final class ReplicaListener implements ConsensusListener {

  private static final int TEXT_BYTES_MAX = 256;

  private final ReplicaDisk disk;
  private final AtomicBoolean busy = new AtomicBoolean();
  private final List<String> violations = new ArrayList<>();
  private long leaderTerm;
  private long lastLeaderTerm;
  private long leaderNodeId;
  private int snapshotsTaken;
  private int snapshotsInstalled;
  private @Nullable Throwable failure;
  private boolean deaf;

  ReplicaListener(ReplicaDisk disk) {
    this.disk = disk;
  }

  /** How an entry is remembered: small ones as they are, large ones by length and checksum. */
  static String textOf(byte[] entry) {
    if (entry.length <= TEXT_BYTES_MAX) {
      return new String(entry, StandardCharsets.UTF_8);
    }
    CRC32 checksum = new CRC32();
    checksum.update(entry);
    return entry.length + " bytes with checksum " + checksum.getValue();
  }

  @Override
  public void onCommitted(long index, long term, byte[] entry) {
    hear(
        "onCommitted",
        () -> {
          AppliedPosition last = disk.applied();
          if (index <= last.index() || term < last.term()) {
            violate("entry " + index + " of term " + term + " came after " + last);
            return;
          }
          if (term < lastLeaderTerm) {
            violate("entry " + index + " of term " + term + " came after it led " + lastLeaderTerm);
          }
          disk.write(new Heard(index, term, textOf(entry)));
        });
  }

  @Override
  public void onLeaderReady(long term) {
    hear(
        "onLeaderReady",
        () -> {
          if (term < lastLeaderTerm || term < 1) {
            violate("leader of term " + term + " after " + lastLeaderTerm);
          }
          leaderTerm = term;
          lastLeaderTerm = term;
        });
  }

  @Override
  public void onLeadershipLost(long term) {
    hear(
        "onLeadershipLost",
        () -> {
          if (term < lastLeaderTerm) {
            violate("lost term " + term + " after it led " + lastLeaderTerm);
          }
          leaderTerm = 0;
        });
  }

  @Override
  public void onLeaderKnown(long nodeId) {
    hear("onLeaderKnown", () -> leaderNodeId = nodeId);
  }

  @Override
  public CompletionStage<AppliedPosition> onSnapshotRequested(Path folder) {
    CompletableFuture<AppliedPosition> taken = new CompletableFuture<>();
    hear(
        "onSnapshotRequested",
        () -> {
          taken.complete(disk.checkpoint(folder));
          snapshotsTaken++;
        });
    return taken;
  }

  @Override
  public CompletionStage<AppliedPosition> onSnapshotInstalled(Path folder) {
    CompletableFuture<AppliedPosition> installed = new CompletableFuture<>();
    hear(
        "onSnapshotInstalled",
        () -> {
          long before = disk.applied().index();
          AppliedPosition restored = disk.restore(folder);
          if (restored.index() <= before) {
            violate("a snapshot at " + restored.index() + " came to a store at " + before);
          }
          snapshotsInstalled++;
          installed.complete(restored);
        });
    return installed;
  }

  @Override
  public void onFailed(Throwable cause) {
    hear("onFailed", () -> failure = cause);
  }

  /** What it hears from now on is a violation. */
  synchronized void expectSilence() {
    deaf = true;
  }

  /** The term in which this node leads, 0 while it does not. */
  synchronized long leaderTerm() {
    return leaderTerm;
  }

  /** Who leads as far as was told, 0 where that is not known. */
  synchronized long leaderNodeId() {
    return leaderNodeId;
  }

  synchronized int snapshotsTaken() {
    return snapshotsTaken;
  }

  synchronized int snapshotsInstalled() {
    return snapshotsInstalled;
  }

  /** What must not have happened. */
  synchronized List<String> violations() {
    List<String> all = new ArrayList<>(violations);
    if (failure != null) {
      all.add("failed: " + failure);
    }
    return all;
  }

  private void hear(String what, Runnable action) {
    if (!busy.compareAndSet(false, true)) {
      violate(what + " while another call was in progress");
      return;
    }
    try {
      synchronized (this) {
        if (deaf) {
          violate(what + " after stop");
        }
        action.run();
      }
    } catch (RuntimeException e) {
      violate(what + " failed: " + e);
    } finally {
      busy.set(false);
    }
  }

  private synchronized void violate(String what) {
    violations.add(what);
  }
}
