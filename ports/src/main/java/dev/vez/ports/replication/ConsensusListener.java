package dev.vez.ports.replication;

import dev.vez.ports.recovery.AppliedPosition;
import java.nio.file.Path;
import java.util.concurrent.CompletionStage;

/**
 * Hears of a log. Called on one thread at a time and in log order; may block to push back. What it
 * throws stops the group's member on this node.
 */
public interface ConsensusListener {

  /**
   * An entry is committed.
   *
   * @param index greater than that of every entry before it; indices have gaps
   * @param term the term stamped on it
   * @param entry never written to again
   */
  void onCommitted(long index, long term, byte[] entry);

  /**
   * This node leads, and all entries of earlier terms have been handed over. May repeat in a term.
   *
   * @param term greater than every earlier one, 1 or greater
   */
  void onLeaderReady(long term);

  /**
   * This node has ceased to lead.
   *
   * @param term the term in which it led
   */
  void onLeadershipLost(long term);

  /**
   * Who leads has become known, or has ceased to be. Says nothing on whether this node may serve.
   *
   * @param nodeId the leader as far as this node knows, 0 where none is known
   */
  void onLeaderKnown(long nodeId);

  /**
   * The library wants a snapshot. A barrier: it holds what was handed over before this call and
   * nothing that is handed over later. One at a time.
   *
   * @param folder to be created and filled
   * @return completes once it is taken, with the position read from the snapshot; the log may be
   *     purged up to it, never beyond. Exceptionally where it could not be taken: the folder is
   *     then worth nothing
   */
  CompletionStage<AppliedPosition> onSnapshotRequested(Path folder);

  /**
   * The library has received a snapshot from the leader that is ahead of this node. What was handed
   * over before this call comes before it, what is handed over later comes after it.
   *
   * @param folder as {@link #onSnapshotRequested} filled it on another node; it stays the library's
   *     and must stay until the stage completes
   * @return completes once the state is replaced, with the position read from the snapshot.
   *     Exceptionally where that failed, and with it the group
   */
  CompletionStage<AppliedPosition> onSnapshotInstalled(Path folder);

  /** The library has failed and the group cannot go on. */
  void onFailed(Throwable cause);
}
