package dev.vez.engine.cluster;

import dev.vez.domain.command.Command;
import dev.vez.domain.outcome.Outcome;
import dev.vez.engine.group.Submission;
import dev.vez.ports.api.Rejection;
import dev.vez.ports.api.Result;
import java.util.concurrent.CompletableFuture;

/**
 * A change that a keeper of the cluster sends through the meta group.
 *
 * @param command the change
 * @param answer completed with its outcome
 */
record MemberCall(Command command, CompletableFuture<Result<Outcome>> answer)
    implements Submission {

  private static final int BYTES = 512;

  @Override
  public int bytes() {
    return BYTES;
  }

  @Override
  public void answered(Outcome outcome) {
    answer.complete(Result.accepted(outcome));
  }

  @Override
  public void refused(Rejection reason) {
    answer.complete(Result.rejected(reason));
  }
}
