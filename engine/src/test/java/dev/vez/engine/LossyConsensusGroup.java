package dev.vez.engine;

import dev.vez.engine.group.SoleMemberGroup;
import dev.vez.engine.local.LocalConsensusGroup;
import dev.vez.ports.recovery.AppliedPosition;
import dev.vez.ports.replication.ConsensusListener;
import dev.vez.ports.replication.ProposalResult;
import dev.vez.ports.scheduling.RandomSource;
import java.util.ArrayDeque;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.BooleanSupplier;

/**
 * A log that loses proposals, refuses them, commits them late, or commits them and does not say so.
 */
final class LossyConsensusGroup extends SoleMemberGroup {

  private final LocalConsensusGroup log;
  private final RandomSource chance;
  private final BooleanSupplier isLossy;
  private final ArrayDeque<Runnable> late = new ArrayDeque<>();

  /**
   * A log over a store.
   *
   * @param isLossy whether it is at the moment
   */
  LossyConsensusGroup(AppliedPosition applied, RandomSource chance, BooleanSupplier isLossy) {
    this.log = new LocalConsensusGroup(applied);
    this.chance = chance;
    this.isLossy = isLossy;
  }

  @Override
  public void start(long appliedIndex, ConsensusListener listener) {
    log.start(appliedIndex, listener);
  }

  @Override
  public CompletionStage<ProposalResult> propose(long expectedTerm, byte[] entry) {
    if (!late.isEmpty() && upTo(2) == 0) {
      late.remove().run();
    }
    if (!isLossy.getAsBoolean()) {
      return log.propose(expectedTerm, entry);
    }
    return switch (upTo(6)) {
      case 0 -> unknown();
      case 1 -> CompletableFuture.completedFuture(new ProposalResult.NotLeader(""));
      case 2 -> {
        late.add(() -> log.propose(expectedTerm, entry));
        yield unknown();
      }
      case 3 -> {
        log.propose(expectedTerm, entry);
        yield unknown();
      }
      default -> log.propose(expectedTerm, entry);
    };
  }

  @Override
  public boolean isDurableOnCommit() {
    return log.isDurableOnCommit();
  }

  @Override
  public void stop(String cause) {
    log.stop(cause);
  }

  private int upTo(int bound) {
    return (int) Long.remainderUnsigned(chance.nextLong(), bound);
  }

  private static CompletionStage<ProposalResult> unknown() {
    return CompletableFuture.completedFuture(new ProposalResult.Unknown("lost by the test"));
  }
}
