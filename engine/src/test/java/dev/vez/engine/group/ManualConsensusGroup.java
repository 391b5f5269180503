package dev.vez.engine.group;

import dev.vez.domain.command.Proposal;
import dev.vez.engine.codec.EntryCodec;
import dev.vez.ports.replication.ConsensusListener;
import dev.vez.ports.replication.ProposalResult;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** A log in which the test decides what becomes of each proposal. */
final class ManualConsensusGroup extends SoleMemberGroup {

  private static final class Pending {
    final byte[] bytes;
    final CompletableFuture<ProposalResult> answer = new CompletableFuture<>();

    Pending(byte[] bytes) {
      this.bytes = bytes;
    }
  }

  private final boolean durableOnCommit;
  private final ArrayDeque<Pending> pending = new ArrayDeque<>();
  private final List<Pending> lost = new ArrayList<>();
  private final List<Proposal> proposed = new ArrayList<>();
  private @Nullable ConsensusListener listener;
  private @Nullable String stopCause;
  private Runnable onStop = () -> {};
  private boolean committing;
  private long lastIndex;
  private long term;

  ManualConsensusGroup(boolean durableOnCommit) {
    this.durableOnCommit = durableOnCommit;
  }

  @Override
  public void start(long appliedIndex, ConsensusListener newListener) {
    lastIndex = appliedIndex;
    listener = newListener;
  }

  @Override
  public CompletionStage<ProposalResult> propose(long expectedTerm, byte[] entry) {
    Pending proposal = new Pending(entry);
    proposed.add(EntryCodec.decode(entry.clone()));
    pending.add(proposal);
    if (committing) {
      commit();
    }
    return proposal.answer;
  }

  @Override
  public boolean isDurableOnCommit() {
    return durableOnCommit;
  }

  @Override
  public void stop(String cause) {
    stopCause = cause;
    onStop.run();
  }

  /** Every proposal so far. */
  List<Proposal> proposed() {
    return List.copyOf(proposed);
  }

  /** The newest proposal. */
  Proposal lastProposed() {
    return proposed.getLast();
  }

  /** Proposals that the test has not decided on. */
  int undecided() {
    return pending.size();
  }

  @Nullable String stopCause() {
    return stopCause;
  }

  /** What stopping has to wait for. */
  void whenStopped(Runnable newOnStop) {
    onStop = newOnStop;
  }

  void lead(long newTerm) {
    term = newTerm;
    listener().onLeaderReady(newTerm);
  }

  void loseLeadership() {
    listener().onLeadershipLost(term);
  }

  void fail(Throwable cause) {
    listener().onFailed(cause);
  }

  /** Commits every proposal at once from now on. */
  void commitAll() {
    committing = true;
    while (!pending.isEmpty()) {
      commit();
    }
  }

  /** Decides on no proposal by itself from now on. */
  void hold() {
    committing = false;
  }

  /** Commits the oldest proposal. */
  void commit() {
    commitInTerm(term);
  }

  /** Commits the oldest proposal, stamped with some term. Leaves a gap before its index. */
  void commitInTerm(long stampedTerm) {
    Pending proposal = pending.remove();
    lastIndex += 2;
    listener().onCommitted(lastIndex, stampedTerm, proposal.bytes);
    proposal.answer.complete(new ProposalResult.Committed(lastIndex, stampedTerm));
  }

  /** Says of the oldest proposal that it is committed in a term, before its entry comes. */
  void answerBeforeEntry(long stampedTerm) {
    Pending proposal = pending.remove();
    lastIndex += 2;
    proposal.answer.complete(new ProposalResult.Committed(lastIndex, stampedTerm));
    listener().onCommitted(lastIndex, stampedTerm, proposal.bytes);
  }

  /** Commits an entry that nobody waits for, in the term in which this node leads. */
  void commitEntry(Proposal proposal) {
    lastIndex += 2;
    listener().onCommitted(lastIndex, term, EntryCodec.encode(proposal));
  }

  /** Commits an entry of another leader. */
  void commitEntryOfTerm(long otherTerm, Proposal proposal) {
    lastIndex += 2;
    listener().onCommitted(lastIndex, otherTerm, EntryCodec.encode(proposal));
  }

  void refuse(String leaderHint) {
    pending.remove().answer.complete(new ProposalResult.NotLeader(leaderHint));
  }

  /** Says of the oldest proposal that its fate is not known; {@link #commitLost} commits it. */
  void loseTrack() {
    Pending proposal = pending.remove();
    lost.add(proposal);
    proposal.answer.complete(new ProposalResult.Unknown("lost track"));
  }

  /** Commits the oldest proposal of which track was lost. */
  void commitLost() {
    lastIndex += 2;
    listener().onCommitted(lastIndex, term, lost.removeFirst().bytes);
  }

  /** Hands an entry over again. */
  void repeatEntry(long index, byte[] bytes) {
    listener().onCommitted(index, term, bytes);
  }

  long lastIndex() {
    return lastIndex;
  }

  private ConsensusListener listener() {
    ConsensusListener current = listener;
    if (current == null) {
      throw new IllegalStateException("Expected a group that is started");
    }
    return current;
  }
}
