package dev.vez.simulation.mutant;

import dev.vez.domain.command.Proposal;
import dev.vez.engine.codec.EntryCodec;
import dev.vez.ports.replication.ConsensusGroup;
import dev.vez.ports.replication.ProposalResult;
import dev.vez.simulation.world.Fittings;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.function.UnaryOperator;

/**
 * Adapters of a consensus library that tell the engine what is not so, and replicas that differ.
 */
final class ReplicationMutants {

  private ReplicationMutants() {}

  static List<Mutant> all() {
    return List.of(
        new Mutant(
            "answer-before-sync",
            "A node alone answers before its disk has anything.",
            "faults.md D1, D12",
            Patches.consensus(
                (group, _) ->
                    new ForwardingGroup(group) {
                      @Override
                      public boolean isDurableOnCommit() {
                        return true;
                      }
                    })),
        new Mutant(
            "unknown-as-refused",
            "A proposal whose outcome is not known is reported as not made.",
            "architecture.md 5, faults.md Q1",
            Patches.consensus(
                (group, _) ->
                    new ForwardingGroup(group) {
                      @Override
                      public CompletionStage<ProposalResult> propose(long term, byte[] entry) {
                        return super.propose(term, entry)
                            .thenApply(
                                result ->
                                    result instanceof ProposalResult.Unknown
                                        ? new ProposalResult.NotLeader("")
                                        : result);
                      }
                    })),
        new Mutant(
            "replica-clock-in-apply",
            "A replica uses its own time in place of the entry's.",
            "faults.md C6, architecture.md 7.20",
            onSomeReplicas(
                proposal ->
                    new Proposal(
                        proposal.expectedTerm(),
                        proposal.sequence(),
                        proposal.logTimeMicros() - 1,
                        proposal.commands()))),
        new Mutant(
            "replica-skips-entries",
            "A replica logs an error and goes on without the entry.",
            "architecture.md 7.1, faults.md D11",
            onSomeReplicas(
                proposal ->
                    proposal.sequence() % 7 == 3
                        ? new Proposal(
                            Long.MAX_VALUE,
                            proposal.sequence(),
                            proposal.logTimeMicros(),
                            proposal.commands())
                        : proposal)),
        new Mutant(
            "entries-twice",
            "A library hands an entry over again under the next index.",
            "architecture.md 7.8",
            Patches.consensus(
                (group, _) -> group.isDurableOnCommit() ? new Repeating(group) : group)));
  }

  private static Fittings onSomeReplicas(UnaryOperator<Proposal> patch) {
    return Patches.consensus(
        (group, chance) ->
            group.isDurableOnCommit() && chance.percent(50) ? new Differing(group, patch) : group);
  }

  /** Applies other entries than the rest. */
  private static final class Differing extends ForwardingGroup {

    private final UnaryOperator<Proposal> patch;

    Differing(ConsensusGroup group, UnaryOperator<Proposal> patch) {
      super(group);
      this.patch = patch;
    }

    @Override
    void onCommitted(long index, long term, byte[] entry) {
      listener().onCommitted(index, term, EntryCodec.encode(patch.apply(EntryCodec.decode(entry))));
    }
  }

  /** Gives an entry two indices; all later ones are higher by as many as there were. */
  private static final class Repeating extends ForwardingGroup {

    private long added;

    Repeating(ConsensusGroup group) {
      super(group);
    }

    @Override
    void onCommitted(long index, long term, byte[] entry) {
      listener().onCommitted(index + added, term, entry);
      if (index % 20 == 0) {
        added++;
        listener().onCommitted(index + added, term, entry);
      }
    }
  }
}
