package dev.vez.engine.routing;

import dev.vez.domain.id.Mark;
import dev.vez.domain.outcome.ChangeAlreadyDone;
import dev.vez.domain.outcome.ChangeCarriedOut;
import dev.vez.domain.outcome.ChangeOutOfOrder;
import dev.vez.domain.outcome.ChangeOutcome;
import dev.vez.engine.routing.proto.ChangeOutcomeAnswer;
import dev.vez.engine.routing.proto.Done;
import dev.vez.engine.routing.proto.LogPosition;
import org.jspecify.annotations.Nullable;

/** What came of a change of the catalogue, between nodes. */
final class ChangeOutcomeWire {

  private ChangeOutcomeWire() {}

  static ChangeOutcomeAnswer encode(ChangeOutcome outcome) {
    ChangeOutcomeAnswer.Builder answer = ChangeOutcomeAnswer.newBuilder();
    switch (outcome) {
      case ChangeCarriedOut() -> answer.setCarriedOut(Done.getDefaultInstance());
      case ChangeAlreadyDone(var mark) -> answer.setAlreadyDone(position(mark));
      case ChangeOutOfOrder(var mark) -> answer.setOutOfOrder(position(mark));
    }
    return answer.build();
  }

  static @Nullable ChangeOutcome decode(ChangeOutcomeAnswer answer) {
    return switch (answer.getKindCase()) {
      case CARRIED_OUT -> new ChangeCarriedOut();
      case ALREADY_DONE -> new ChangeAlreadyDone(mark(answer.getAlreadyDone()));
      case OUT_OF_ORDER -> new ChangeOutOfOrder(mark(answer.getOutOfOrder()));
      case KIND_NOT_SET -> null;
    };
  }

  private static LogPosition position(Mark mark) {
    return LogPosition.newBuilder().setIndex(mark.index()).setOrdinal(mark.ordinal()).build();
  }

  private static Mark mark(LogPosition position) {
    return new Mark(position.getIndex(), position.getOrdinal());
  }
}
