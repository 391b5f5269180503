package dev.vez.engine.service;

import dev.vez.domain.command.AckMessages;
import dev.vez.domain.command.Command;
import dev.vez.domain.message.LeasedMessage;
import dev.vez.domain.outcome.AckOutcome;
import dev.vez.domain.outcome.Acked;
import dev.vez.domain.outcome.AcksJudged;
import dev.vez.domain.outcome.AcksOutcome;
import dev.vez.domain.outcome.LeaseLost;
import dev.vez.domain.outcome.LeaseMissing;
import dev.vez.domain.outcome.Outcome;
import dev.vez.domain.outcome.QueueMissing;
import dev.vez.engine.catalogue.CatalogueEntry;
import dev.vez.ports.api.Rejection;
import dev.vez.ports.api.Result;
import dev.vez.ports.api.Settled;
import java.util.ArrayList;
import java.util.List;

/** Acks of several messages on their way, as one command. */
final class AcksCall extends Call<List<Result<Settled>>> {

  private static final Result<Settled> SETTLED = Result.accepted(Settled.INSTANCE);

  /** Roughly what an ack takes in an entry. */
  private static final int ACK_BYTES = 32;

  /** An ack is less work than a message. */
  private static final int ACKS_PER_MESSAGE = 2;

  private final CatalogueEntry queue;
  private final List<LeasedMessage> messages;
  private final boolean isBoundedBySource;

  AcksCall(CatalogueEntry queue, List<LeasedMessage> messages, boolean isBoundedBySource) {
    this.queue = queue;
    this.messages = messages;
    this.isBoundedBySource = isBoundedBySource;
  }

  @Override
  public Command command() {
    return new AckMessages(queue.id(), messages);
  }

  @Override
  public int bytes() {
    return COMMAND_BYTES + messages.size() * ACK_BYTES;
  }

  @Override
  public int messages() {
    return 1 + messages.size() / ACKS_PER_MESSAGE;
  }

  @Override
  public boolean isBoundedBySource() {
    return isBoundedBySource;
  }

  @Override
  public void answered(Outcome outcome) {
    switch ((AcksOutcome) outcome) {
      case AcksJudged(var outcomes) -> accept(results(outcomes));
      case QueueMissing() -> refused(new Rejection.QueueNotFound(queue.name()));
    }
  }

  private List<Result<Settled>> results(List<AckOutcome> outcomes) {
    List<Result<Settled>> results = new ArrayList<>(outcomes.size());
    for (int i = 0; i < outcomes.size(); i++) {
      results.add(
          switch (outcomes.get(i)) {
            case Acked() -> SETTLED;
            case LeaseMissing() ->
                Result.rejected(new Rejection.LeaseNotFound(queue.name(), id(i)));
            case LeaseLost _ -> Result.rejected(new Rejection.LeaseLost(queue.name(), id(i)));
            case QueueMissing() -> Result.rejected(new Rejection.QueueNotFound(queue.name()));
          });
    }
    return results;
  }

  private String id(int at) {
    return messages.get(at).id().toString();
  }
}
