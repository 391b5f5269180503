package dev.vez.ports.replication;

import java.util.concurrent.CompletionStage;

/** One replicated log. */
public interface ConsensusGroup {

  /**
   * Starts the group. Every entry above {@code appliedIndex} reaches the listener, in log order.
   *
   * @param appliedIndex what the store holds already; entries at or below it are skipped
   */
  void start(long appliedIndex, ConsensusListener listener);

  /**
   * Proposes an entry.
   *
   * @param expectedTerm the term in which the caller leads
   * @param entry given up by the caller, who never writes to it again
   * @return never completes exceptionally; {@link ProposalResult} says what is known. It may
   *     complete before or after the listener gets the entry, on any thread
   */
  CompletionStage<ProposalResult> propose(long expectedTerm, byte[] entry);

  /**
   * Whether a committed entry survives a crash of this node without its store being synced. Where
   * it does not, callers are answered only after the sync of its batch.
   */
  boolean isDurableOnCommit();

  /**
   * Stops the group for good; the listener hears nothing more after this returns. Idempotent.
   *
   * @param cause shown in the log and in health
   */
  void stop(String cause);
}
