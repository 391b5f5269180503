package dev.vez.ports.replication;

import java.util.concurrent.CompletionStage;

/**
 * One replicated log, as this node sees it. May be called by any thread. Stages never complete
 * exceptionally: their values say what is known.
 */
public interface ConsensusGroup {

  /**
   * Starts the group. Every entry above {@code appliedIndex} reaches the listener, in log order.
   *
   * @param appliedIndex what the store holds already; entries at or below it are skipped, and a
   *     snapshot at or below it is not loaded
   */
  void start(long appliedIndex, ConsensusListener listener);

  /**
   * Proposes an entry.
   *
   * @param expectedTerm the term in which the caller leads
   * @param entry one byte or more; given up by the caller, who never writes to it again
   * @return it may complete before or after the listener gets the entry, on any thread
   * @throws IllegalArgumentException if the entry is empty, or larger than the group is set up for;
   *     it is certainly not appended. A defect of the caller, who knows the limit
   */
  CompletionStage<ProposalResult> propose(long expectedTerm, byte[] entry);

  /**
   * Refuses what {@link #propose} must refuse.
   *
   * @param bytesMax what the group is set up for
   * @throws IllegalArgumentException if the entry is empty or larger
   */
  static void checkEntry(byte[] entry, int bytesMax) {
    if (entry.length == 0 || entry.length > bytesMax) {
      throw new IllegalArgumentException(
          "Expected an entry of 1 to " + bytesMax + " bytes, but got " + entry.length);
    }
  }

  /**
   * Whether a committed entry survives a crash of this node without its store being synced. Where
   * it does not, callers are answered only after the sync of its batch.
   */
  boolean isDurableOnCommit();

  /** Changes the members, as their leader. At most one change at a time; others fail. */
  CompletionStage<ChangeResult> changeMembers(MembershipChange change);

  /** Hands leadership to a voter that has caught up, as the leader. */
  CompletionStage<ChangeResult> transferLeadership(long nodeId);

  /**
   * Asks for a snapshot now, whatever the threshold. Completes with {@link ChangeResult.Done} once
   * the snapshot is kept and the log may be purged behind it.
   */
  CompletionStage<ChangeResult> takeSnapshot();

  /** What this node knows of the group. Never blocks for long. */
  GroupView view();

  /**
   * Stops the group for good; the listener hears nothing more after this returns. Idempotent.
   *
   * @param cause shown in the log and in health
   */
  void stop(String cause);
}
