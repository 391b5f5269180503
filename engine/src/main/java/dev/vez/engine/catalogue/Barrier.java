package dev.vez.engine.catalogue;

import dev.vez.domain.command.Command;
import dev.vez.domain.command.Tick;
import dev.vez.domain.outcome.Outcome;
import dev.vez.engine.group.Submission;
import dev.vez.ports.api.Rejection;
import dev.vez.ports.api.Result;
import java.util.concurrent.CompletableFuture;
import java.util.function.LongSupplier;

/**
 * An entry that changes nothing: once it is answered, all that was committed before it shows.
 *
 * @param answer completed with the index that shows then
 * @param shown that index
 */
record Barrier(CompletableFuture<Result<Long>> answer, LongSupplier shown) implements Submission {

  private static final int BYTES = 32;

  @Override
  public Command command() {
    return new Tick();
  }

  @Override
  public int bytes() {
    return BYTES;
  }

  @Override
  public void answered(Outcome outcome) {
    answer.complete(Result.accepted(shown.getAsLong()));
  }

  @Override
  public void refused(Rejection reason) {
    answer.complete(Result.rejected(reason));
  }
}
