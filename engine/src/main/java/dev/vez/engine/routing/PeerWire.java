package dev.vez.engine.routing;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.MessageLite;
import com.google.protobuf.UnsafeByteOperations;
import dev.vez.domain.id.LeaseId;
import dev.vez.domain.id.MessageId;
import dev.vez.domain.id.Place;
import dev.vez.domain.message.Bytes;
import dev.vez.domain.message.MessageInfo;
import dev.vez.domain.record.MemberRecord;
import dev.vez.domain.record.MemberRole;
import dev.vez.engine.routing.proto.Answer;
import dev.vez.engine.routing.proto.DeliveryFrame;
import dev.vez.engine.routing.proto.EnqueueBatchQuestion;
import dev.vez.engine.routing.proto.EnqueueResult;
import dev.vez.engine.routing.proto.EnqueueResults;
import dev.vez.engine.routing.proto.LogPosition;
import dev.vez.engine.routing.proto.Member;
import dev.vez.engine.routing.proto.MessageKey;
import dev.vez.engine.routing.proto.Question;
import dev.vez.engine.routing.proto.QueueLine;
import dev.vez.engine.routing.proto.QueueStatsAnswer;
import dev.vez.ports.api.EnqueueBatch;
import dev.vez.ports.api.QueueStats;
import dev.vez.ports.api.QueueSummary;
import dev.vez.ports.api.Result;
import dev.vez.ports.replication.GroupMember;
import dev.vez.ports.scheduling.Delivery;
import java.util.ArrayList;
import java.util.List;

/** Values between nodes. */
final class PeerWire {

  private PeerWire() {}

  static Bytes encode(MessageLite message) {
    return Bytes.wrap(message.toByteArray());
  }

  /** A question. Throws {@link IllegalArgumentException} where it is none. */
  static Question question(Bytes bytes) {
    try {
      return Question.parseFrom(wire(bytes));
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalArgumentException("Expected a question of another node", e);
    }
  }

  /** An answer. Throws {@link IllegalArgumentException} where it is none. */
  static Answer answer(Bytes bytes) {
    try {
      return Answer.parseFrom(wire(bytes));
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalArgumentException("Expected the answer of another node", e);
    }
  }

  /** Shares the array; neither side ever writes to it. */
  static ByteString wire(Bytes bytes) {
    return UnsafeByteOperations.unsafeWrap(bytes.array(), bytes.offset(), bytes.size());
  }

  static Bytes bytes(ByteString bytes) {
    return Bytes.wrap(bytes.toByteArray());
  }

  static MessageKey key(MessageId id) {
    return MessageKey.newBuilder().setHigh(id.high()).setLow(id.low()).build();
  }

  static MessageId messageId(MessageKey key) {
    return new MessageId(key.getHigh(), key.getLow());
  }

  static LogPosition position(LeaseId lease) {
    return LogPosition.newBuilder().setIndex(lease.index()).setOrdinal(lease.ordinal()).build();
  }

  static LeaseId leaseId(LogPosition position) {
    return new LeaseId(position.getIndex(), position.getOrdinal());
  }

  static EnqueueResults results(List<Result<MessageId>> results) {
    EnqueueResults.Builder encoded = EnqueueResults.newBuilder();
    for (Result<MessageId> result : results) {
      switch (result) {
        case Result.Accepted<MessageId>(var id) -> encoded.addResultsBuilder().setId(key(id));
        case Result.Rejected<MessageId>(var reason) ->
            encoded.addResultsBuilder().setRejected(RejectionWire.encode(reason));
      }
    }
    return encoded.build();
  }

  static List<Result<MessageId>> results(EnqueueResults results) {
    List<Result<MessageId>> decoded = new ArrayList<>(results.getResultsCount());
    for (EnqueueResult result : results.getResultsList()) {
      decoded.add(
          result.hasId()
              ? Result.accepted(messageId(result.getId()))
              : Result.rejected(RejectionWire.decode(result.getRejected())));
    }
    return decoded;
  }

  /** A batch that another node has forwarded. */
  static EnqueueBatch batch(EnqueueBatchQuestion question) {
    List<EnqueueBatch.Message> messages = new ArrayList<>(question.getMessagesCount());
    for (EnqueueBatchQuestion.Message message : question.getMessagesList()) {
      messages.add(
          new EnqueueBatch.Message(
              message.getHeadersMap(), bytes(message.getBody()), message.getIdempotencyKey()));
    }
    return new EnqueueBatch(
        question.getQueue(), messages, question.getOrigin(), question.getBoundedBySource());
  }

  static DeliveryFrame delivery(Delivery delivery) {
    MessageInfo info = delivery.message();
    return DeliveryFrame.newBuilder()
        .setLease(position(delivery.lease()))
        .setFairnessKey(delivery.fairnessKey())
        .setId(key(info.id()))
        .setEnqueued(
            LogPosition.newBuilder()
                .setIndex(info.enqueued().index())
                .setOrdinal(info.enqueued().ordinal()))
        .setWeight(info.weight())
        .addAllThrottleKeys(info.throttleKeys())
        .setAttempts(info.attempts())
        .setEnqueuedAtMillis(info.enqueuedAtMillis())
        .setPayloadHash(info.payloadHash())
        .setFailuresHash(info.failuresHash())
        .putAllHeaders(delivery.headers())
        .setBody(wire(delivery.body()))
        .setLeasedAtMillis(delivery.leasedAtMillis())
        .setLeaseMillis(delivery.leaseMillis())
        .build();
  }

  static Delivery delivery(String queue, DeliveryFrame frame) {
    return new Delivery(
        queue,
        leaseId(frame.getLease()),
        frame.getFairnessKey(),
        new MessageInfo(
            messageId(frame.getId()),
            new Place(frame.getEnqueued().getIndex(), frame.getEnqueued().getOrdinal()),
            frame.getWeight(),
            frame.getThrottleKeysList(),
            frame.getAttempts(),
            frame.getEnqueuedAtMillis(),
            frame.getPayloadHash(),
            frame.getFailuresHash()),
        frame.getHeadersMap(),
        bytes(frame.getBody()),
        frame.getLeasedAtMillis(),
        frame.getLeaseMillis());
  }

  static QueueLine line(QueueSummary summary) {
    return QueueLine.newBuilder()
        .setName(summary.name())
        .setDepth(summary.depth())
        .setInFlight(summary.inFlight())
        .setConsumers(summary.consumers())
        .setLeaderNodeId(summary.leaderNodeId())
        .build();
  }

  static QueueSummary summary(QueueLine line) {
    return new QueueSummary(
        line.getName(),
        line.getDepth(),
        line.getInFlight(),
        line.getConsumers(),
        line.getLeaderNodeId());
  }

  static QueueStatsAnswer stats(QueueStats stats) {
    QueueStatsAnswer.Builder answer =
        QueueStatsAnswer.newBuilder()
            .setSummary(line(stats.summary()))
            .setActiveFairnessKeys(stats.activeFairnessKeys())
            .setQuantum(stats.quantum())
            .setReplicas(stats.replicas());
    for (QueueStats.KeyStats key : stats.keys()) {
      answer.addKeys(
          QueueStatsAnswer.KeyLine.newBuilder()
              .setFairnessKey(key.fairnessKey())
              .setPending(key.pending())
              .setDeficit(key.deficit())
              .setWeight(key.weight()));
    }
    for (QueueStats.ThrottleStats throttle : stats.throttles()) {
      answer.addThrottles(
          QueueStatsAnswer.ThrottleLine.newBuilder()
              .setThrottleKey(throttle.throttleKey())
              .setTokensMicros(throttle.tokensMicros())
              .setRateMicros(throttle.rateMicros())
              .setBurstMicros(throttle.burstMicros()));
    }
    return answer.build();
  }

  static QueueStats stats(QueueStatsAnswer answer) {
    return new QueueStats(
        summary(answer.getSummary()),
        answer.getActiveFairnessKeys(),
        answer.getQuantum(),
        answer.getReplicas(),
        answer.getKeysList().stream()
            .map(
                key ->
                    new QueueStats.KeyStats(
                        key.getFairnessKey(), key.getPending(), key.getDeficit(), key.getWeight()))
            .toList(),
        answer.getThrottlesList().stream()
            .map(
                throttle ->
                    new QueueStats.ThrottleStats(
                        throttle.getThrottleKey(),
                        throttle.getTokensMicros(),
                        throttle.getRateMicros(),
                        throttle.getBurstMicros()))
            .toList());
  }

  static Member member(MemberRecord member) {
    return Member.newBuilder()
        .setNodeId(member.nodeId())
        .setFolderId(member.folderId())
        .setAddress(member.address())
        .setClientAddress(member.clientAddress())
        .setLearner(member.role() == MemberRole.LEARNER)
        .build();
  }

  /** A member. Throws {@link IllegalArgumentException} where it is none. */
  static MemberRecord member(Member member) {
    return new MemberRecord(
        member.getNodeId(),
        member.getFolderId(),
        member.getAddress(),
        member.getClientAddress(),
        member.getLearner() ? MemberRole.LEARNER : MemberRole.VOTER);
  }

  static dev.vez.engine.routing.proto.GroupMember groupMember(GroupMember member) {
    return dev.vez.engine.routing.proto.GroupMember.newBuilder()
        .setNodeId(member.nodeId())
        .setAddress(member.address())
        .setLearner(member.role() == GroupMember.Role.LEARNER)
        .build();
  }

  static GroupMember groupMember(dev.vez.engine.routing.proto.GroupMember member) {
    return new GroupMember(
        member.getNodeId(),
        member.getAddress(),
        member.getLearner() ? GroupMember.Role.LEARNER : GroupMember.Role.VOTER);
  }
}
