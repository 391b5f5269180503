package dev.vez.engine.routing;

import dev.vez.domain.message.LeasedMessage;
import dev.vez.engine.routing.proto.Done;
import dev.vez.engine.routing.proto.SettleBatchQuestion;
import dev.vez.engine.routing.proto.SettleQuestion;
import dev.vez.engine.routing.proto.SettleResult;
import dev.vez.engine.routing.proto.SettleResults;
import dev.vez.ports.api.Result;
import dev.vez.ports.api.SettleBatch;
import dev.vez.ports.api.Settled;
import dev.vez.ports.api.Settlement;
import java.util.ArrayList;
import java.util.List;

/** Batches of settlements between nodes. */
final class SettleWire {

  private static final Result<Settled> SETTLED = Result.accepted(Settled.INSTANCE);

  private SettleWire() {}

  static SettleBatchQuestion question(SettleBatch batch) {
    SettleBatchQuestion.Builder question =
        SettleBatchQuestion.newBuilder()
            .setQueue(batch.queue())
            .setBoundedBySource(batch.isBoundedBySource());
    for (Settlement settlement : batch.settlements()) {
      SettleQuestion.Builder one =
          question
              .addSettlementsBuilder()
              .setMessage(PeerWire.key(settlement.message().id()))
              .setLease(PeerWire.position(settlement.message().lease()));
      switch (settlement) {
        case Settlement.Ack _ -> one.setAck(Done.getDefaultInstance());
        case Settlement.Nack(_, var error) -> one.setNack(error);
        case Settlement.Extend(_, var durationMillis) -> one.setExtend(durationMillis);
      }
    }
    return question.build();
  }

  /** A batch. Throws {@link IllegalArgumentException} where it is not understood. */
  static SettleBatch batch(SettleBatchQuestion question) {
    List<Settlement> settlements = new ArrayList<>(question.getSettlementsCount());
    for (SettleQuestion one : question.getSettlementsList()) {
      LeasedMessage message =
          new LeasedMessage(PeerWire.messageId(one.getMessage()), PeerWire.leaseId(one.getLease()));
      settlements.add(
          switch (one.getHowCase()) {
            case ACK -> new Settlement.Ack(message);
            case NACK -> new Settlement.Nack(message, one.getNack());
            case EXTEND -> new Settlement.Extend(message, one.getExtend());
            case HOW_NOT_SET ->
                throw new IllegalArgumentException(
                    "Expected a way to settle that this version knows");
          });
    }
    return new SettleBatch(question.getQueue(), settlements, question.getBoundedBySource());
  }

  static SettleResults results(List<Result<Settled>> results) {
    SettleResults.Builder encoded = SettleResults.newBuilder();
    for (Result<Settled> result : results) {
      encoded.addResults(
          switch (result) {
            case Result.Accepted<Settled> _ -> SettleResult.getDefaultInstance();
            case Result.Rejected<Settled>(var reason) ->
                SettleResult.newBuilder().setRejected(RejectionWire.encode(reason)).build();
          });
    }
    return encoded.build();
  }

  static List<Result<Settled>> results(SettleResults results) {
    List<Result<Settled>> decoded = new ArrayList<>(results.getResultsCount());
    for (SettleResult result : results.getResultsList()) {
      decoded.add(
          result.hasRejected()
              ? Result.rejected(RejectionWire.decode(result.getRejected()))
              : SETTLED);
    }
    return decoded;
  }
}
