package dev.vez.adapters.grpc;

import com.google.protobuf.ByteString;
import dev.vez.domain.message.LeasedMessage;
import dev.vez.ports.api.Rejection;
import dev.vez.ports.api.Rejection.InvalidArgument;
import dev.vez.ports.api.Result;
import dev.vez.ports.api.SettleBatch;
import dev.vez.ports.api.Settled;
import dev.vez.ports.api.Settlement;
import dev.vez.protos.vez.v1.Extend;
import dev.vez.protos.vez.v1.Nack;
import dev.vez.protos.vez.v1.SettleFailure;
import dev.vez.protos.vez.v1.SettleRequest;
import dev.vez.protos.vez.v1.SettleResponse;
import dev.vez.protos.vez.v1.SettleStatus;
import java.util.ArrayList;
import java.util.List;

/** Batches of settlements between the wire and the use case. */
final class SettleWire {

  private SettleWire() {}

  /** How many settlements a request has. */
  static int count(SettleRequest request) {
    return request.getAcksCount() + request.getNacksCount() + request.getExtendsCount();
  }

  /**
   * What is to be asked of the engine, or why not.
   *
   * @param isOfStream whether it comes over a stream, which bounds what waits
   */
  static Result<SettleBatch> batch(String queue, SettleRequest request, boolean isOfStream) {
    List<Settlement> settlements = new ArrayList<>(count(request));
    for (ByteString token : request.getAcksList()) {
      LeasedMessage message = LeaseToken.parse(token);
      if (message == null) {
        return notALease("acks");
      }
      settlements.add(new Settlement.Ack(message));
    }
    for (Nack nack : request.getNacksList()) {
      LeasedMessage message = LeaseToken.parse(nack.getLeaseId());
      if (message == null) {
        return notALease("nacks.lease_id");
      }
      settlements.add(new Settlement.Nack(message, nack.getError()));
    }
    for (Extend extend : request.getExtendsList()) {
      LeasedMessage message = LeaseToken.parse(extend.getLeaseId());
      if (message == null) {
        return notALease("extends.lease_id");
      }
      settlements.add(new Settlement.Extend(message, WireTypes.count(extend.getDurationMs())));
    }
    return Result.accepted(new SettleBatch(queue, settlements, isOfStream));
  }

  static SettleResponse response(long sequence, Result<List<Result<Settled>>> result) {
    SettleResponse.Builder response = SettleResponse.newBuilder().setSequence(sequence);
    switch (result) {
      case Result.Rejected<List<Result<Settled>>>(var reason) ->
          response.setFailure(PublishWire.failure(reason));
      case Result.Accepted<List<Result<Settled>>>(var results) -> {
        for (int i = 0; i < results.size(); i++) {
          add(results.get(i), i, response);
        }
      }
    }
    return response.build();
  }

  private static void add(Result<Settled> result, int at, SettleResponse.Builder response) {
    switch (result) {
      case Result.Accepted<Settled> _ -> response.addResults(SettleStatus.SETTLE_STATUS_SETTLED);
      case Result.Rejected<Settled>(Rejection.LeaseLost _) ->
          response.addResults(SettleStatus.SETTLE_STATUS_LEASE_LOST);
      case Result.Rejected<Settled>(Rejection.LeaseNotFound _) ->
          response.addResults(SettleStatus.SETTLE_STATUS_NOT_FOUND);
      case Result.Rejected<Settled>(var reason) ->
          response
              .addResults(SettleStatus.SETTLE_STATUS_FAILED)
              .addFailures(
                  SettleFailure.newBuilder().setIndex(at).setFailure(PublishWire.failure(reason)));
    }
  }

  private static Result<SettleBatch> notALease(String field) {
    return Result.rejected(
        new InvalidArgument(field, "expected a lease id as it was delivered, but got another"));
  }
}
