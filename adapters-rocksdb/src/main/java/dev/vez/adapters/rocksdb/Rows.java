package dev.vez.adapters.rocksdb;

import dev.vez.adapters.rocksdb.rows.AttemptKind;
import dev.vez.adapters.rocksdb.rows.BucketRow;
import dev.vez.adapters.rocksdb.rows.CatalogueRow;
import dev.vez.adapters.rocksdb.rows.CatalogueState;
import dev.vez.adapters.rocksdb.rows.ConfigRow;
import dev.vez.adapters.rocksdb.rows.ConsumerRow;
import dev.vez.adapters.rocksdb.rows.CreateQueuesRow;
import dev.vez.adapters.rocksdb.rows.DelayedRow;
import dev.vez.adapters.rocksdb.rows.DeleteQueuesRow;
import dev.vez.adapters.rocksdb.rows.DigestRow;
import dev.vez.adapters.rocksdb.rows.FailureRow;
import dev.vez.adapters.rocksdb.rows.FlowRow;
import dev.vez.adapters.rocksdb.rows.GroupMarkRow;
import dev.vez.adapters.rocksdb.rows.GroupRow;
import dev.vez.adapters.rocksdb.rows.GroupSettingsRow;
import dev.vez.adapters.rocksdb.rows.IdempotencyKeyRow;
import dev.vez.adapters.rocksdb.rows.KeyCountRow;
import dev.vez.adapters.rocksdb.rows.KeyExpiryRow;
import dev.vez.adapters.rocksdb.rows.LeaseRow;
import dev.vez.adapters.rocksdb.rows.LinkDeadLettersRow;
import dev.vez.adapters.rocksdb.rows.LogPosition;
import dev.vez.adapters.rocksdb.rows.MemberRow;
import dev.vez.adapters.rocksdb.rows.MessageRow;
import dev.vez.adapters.rocksdb.rows.PendingChangeRow;
import dev.vez.adapters.rocksdb.rows.QueueRow;
import dev.vez.adapters.rocksdb.rows.RedriveRow;
import dev.vez.adapters.rocksdb.rows.RemoveBucketRow;
import dev.vez.adapters.rocksdb.rows.SetBucketRow;
import dev.vez.adapters.rocksdb.rows.SetGroupSettingRow;
import dev.vez.adapters.rocksdb.rows.SetMaxAttemptsRow;
import dev.vez.adapters.rocksdb.rows.SharesRow;
import dev.vez.domain.command.CatalogueChange.CreateQueues;
import dev.vez.domain.command.CatalogueChange.DeleteQueues;
import dev.vez.domain.command.CatalogueChange.LinkDeadLetters;
import dev.vez.domain.command.CatalogueChange.RemoveBucket;
import dev.vez.domain.command.CatalogueChange.SetBucket;
import dev.vez.domain.command.CatalogueChange.SetGroupSetting;
import dev.vez.domain.command.CatalogueChange.SetMaxAttempts;
import dev.vez.domain.id.Mark;
import dev.vez.domain.id.Place;
import dev.vez.domain.id.QueueId;
import dev.vez.domain.message.FailedAttempt;
import dev.vez.domain.message.MessageInfo;
import dev.vez.domain.record.BucketLimits;
import dev.vez.domain.record.BucketRecord;
import dev.vez.domain.record.CatalogueRecord;
import dev.vez.domain.record.ConfigRecord;
import dev.vez.domain.record.ConsumerRecord;
import dev.vez.domain.record.DelayedRecord;
import dev.vez.domain.record.DigestRecord;
import dev.vez.domain.record.FailureRecord;
import dev.vez.domain.record.FlowRecord;
import dev.vez.domain.record.GroupMarkRecord;
import dev.vez.domain.record.GroupRecord;
import dev.vez.domain.record.GroupSettings;
import dev.vez.domain.record.IdempotencyKeyRecord;
import dev.vez.domain.record.KeyCountRecord;
import dev.vez.domain.record.KeyExpiryRecord;
import dev.vez.domain.record.LeaseRecord;
import dev.vez.domain.record.MemberRecord;
import dev.vez.domain.record.MessageRecord;
import dev.vez.domain.record.PendingChangeRecord;
import dev.vez.domain.record.QueueRecord;
import dev.vez.domain.record.QueueState;
import dev.vez.domain.record.RedriveRecord;
import dev.vez.domain.record.SharesRecord;

/** Records as bodies of rows, without what their keys say. {@link Records} reads them back. */
final class Rows {

  private Rows() {}

  static GroupRow of(GroupRecord group) {
    return GroupRow.newBuilder()
        .setMachineVersion(group.machineVersion())
        .setLogTimeMicros(group.logTimeMicros())
        .setSettings(of(group.settings()))
        .setMark(of(group.mark()))
        .setTurn(of(group.turn()))
        .build();
  }

  static QueueRow of(QueueRecord queue) {
    return QueueRow.newBuilder()
        .setVisibilityTimeoutMillis(queue.visibilityTimeoutMillis())
        .setDeadLetters(of(queue.deadLetters()))
        .setMaxAttempts(queue.maxAttempts())
        .build();
  }

  static FlowRow of(FlowRecord flow) {
    return FlowRow.newBuilder()
        .setPending(flow.pending())
        .setLeased(flow.leased())
        .setDelayed(flow.delayed())
        .setFirstIndex(flow.first().index())
        .setFirstOrdinal(flow.first().ordinal())
        .setLastIndex(flow.last().index())
        .setLastOrdinal(flow.last().ordinal())
        .setWeight(flow.weight())
        .setDeficit(flow.deficit())
        .setTicketIndex(flow.ticket().index())
        .setTicketOrdinal(flow.ticket().ordinal())
        .setVisiting(flow.visiting())
        .setBucket(flow.bucket())
        .build();
  }

  static MessageRow of(MessageRecord message) {
    return of(message.message(), message.place());
  }

  static LeaseRow of(LeaseRecord lease) {
    return LeaseRow.newBuilder()
        .setFairnessKey(lease.fairnessKey())
        .setPlaceIndex(lease.place().index())
        .setPlaceOrdinal(lease.place().ordinal())
        .setMessage(of(lease.message(), lease.place()))
        .setConsumerTerm(lease.consumer().term())
        .setConsumerNumber(lease.consumer().number())
        .setDeadlineMicros(lease.deadlineMicros())
        .setHandedOver(lease.handedOver())
        .build();
  }

  static DelayedRow of(DelayedRecord delayed) {
    return DelayedRow.newBuilder()
        .setFairnessKey(delayed.fairnessKey())
        .setMessage(of(delayed.message(), delayed.place()))
        .setDeadLetter(delayed.isDeadLetter())
        .build();
  }

  static FailureRow of(FailureRecord failure) {
    var row = FailureRow.newBuilder();
    for (var attempt : failure.history().attempts()) {
      row.addAttemptsBuilder()
          .setNumber(attempt.number())
          .setKind(of(attempt.kind()))
          .setFailedAtMillis(attempt.failedAtMillis())
          .setError(attempt.error());
    }
    return row.build();
  }

  static IdempotencyKeyRow of(IdempotencyKeyRecord used) {
    return IdempotencyKeyRow.newBuilder()
        .setIdHigh(used.message().high())
        .setIdLow(used.message().low())
        .setExpiresMicros(used.expiresMicros())
        .build();
  }

  static KeyExpiryRow of(KeyExpiryRecord expiry) {
    return KeyExpiryRow.newBuilder()
        .setIdHigh(expiry.message().high())
        .setIdLow(expiry.message().low())
        .setSuperseded(expiry.isSuperseded())
        .build();
  }

  static KeyCountRow of(KeyCountRecord count) {
    return KeyCountRow.newBuilder()
        .setKeys(count.keys())
        .setNextExpiryMicros(count.nextExpiryMicros())
        .build();
  }

  static RedriveRow of(RedriveRecord redrive) {
    var row =
        RedriveRow.newBuilder()
            .setId(position(redrive.id().index(), redrive.id().ordinal()))
            .setParent(of(redrive.parent()))
            .setLimit(redrive.limit())
            .setRatePerSecond(redrive.ratePerSecond())
            .setMoved(redrive.moved())
            .setNextMicros(redrive.nextMicros())
            .setDone(redrive.isDone());
    if (redrive.fairnessKey() != null) {
      row.setFairnessKey(redrive.fairnessKey());
    }
    if (redrive.afterKey() != null) {
      row.setAfterKey(redrive.afterKey());
    }
    return row.build();
  }

  private static AttemptKind of(FailedAttempt.Kind kind) {
    return switch (kind) {
      case NACKED -> AttemptKind.ATTEMPT_KIND_NACKED;
      case EXPIRED -> AttemptKind.ATTEMPT_KIND_EXPIRED;
    };
  }

  static ConsumerRow of(ConsumerRecord consumer) {
    return ConsumerRow.newBuilder()
        .setCreditUpTo(consumer.creditUpTo())
        .setDelivered(consumer.delivered())
        .setHandedOverIndex(consumer.handedOver().index())
        .setHandedOverOrdinal(consumer.handedOver().ordinal())
        .setTicketIndex(consumer.ticket().index())
        .setTicketOrdinal(consumer.ticket().ordinal())
        .build();
  }

  static DigestRow of(DigestRecord digest) {
    return DigestRow.newBuilder().setHigh(digest.sum().high()).setLow(digest.sum().low()).build();
  }

  static CatalogueRow of(CatalogueRecord queue) {
    return CatalogueRow.newBuilder()
        .setId(of(queue.id()))
        .setGroup(queue.group())
        .setOnEnqueueScript(queue.config().onEnqueueScript())
        .setOnFailureScript(queue.config().onFailureScript())
        .setVisibilityTimeoutMillis(queue.config().visibilityTimeoutMillis())
        .setState(of(queue.state()))
        .build();
  }

  static PendingChangeRow of(PendingChangeRecord pending) {
    var row = PendingChangeRow.newBuilder().setPreviousMark(of(pending.previousMark()));
    switch (pending.change()) {
      case CreateQueues(var queues) -> {
        var change = CreateQueuesRow.newBuilder();
        for (var queue : queues) {
          change
              .addQueuesBuilder()
              .setId(of(queue.id()))
              .setVisibilityTimeoutMillis(queue.visibilityTimeoutMillis())
              .setDeadLetters(of(queue.deadLetters()))
              .setMaxAttempts(queue.maxAttempts());
        }
        row.setCreateQueues(change);
      }
      case DeleteQueues(var queues) -> {
        var change = DeleteQueuesRow.newBuilder();
        queues.forEach(queue -> change.addQueues(of(queue)));
        row.setDeleteQueues(change);
      }
      case SetBucket(var throttleKey, var rateMicros, var burstMicros) ->
          row.setSetBucket(
              SetBucketRow.newBuilder()
                  .setThrottleKey(throttleKey)
                  .setRateMicros(rateMicros)
                  .setBurstMicros(burstMicros));
      case RemoveBucket(var throttleKey) ->
          row.setRemoveBucket(RemoveBucketRow.newBuilder().setThrottleKey(throttleKey));
      case LinkDeadLetters(var queue, var deadLetters) ->
          row.setLinkDeadLetters(
              LinkDeadLettersRow.newBuilder().setQueue(of(queue)).setDeadLetters(of(deadLetters)));
      case SetMaxAttempts(var queue, var maxAttempts) ->
          row.setSetMaxAttempts(
              SetMaxAttemptsRow.newBuilder().setQueue(of(queue)).setMaxAttempts(maxAttempts));
      case SetGroupSetting(var setting, var value) ->
          row.setSetGroupSetting(
              SetGroupSettingRow.newBuilder().setSetting(setting.number()).setValue(value));
    }
    return row.build();
  }

  static GroupMarkRow of(GroupMarkRecord group) {
    return GroupMarkRow.newBuilder().setMark(of(group.mark())).build();
  }

  static ConfigRow of(ConfigRecord entry) {
    return ConfigRow.newBuilder().setValue(entry.value()).build();
  }

  static BucketRow of(BucketRecord bucket) {
    return BucketRow.newBuilder()
        .setRateMicros(bucket.rateMicros())
        .setBurstMicros(bucket.burstMicros())
        .setTokensMicros(bucket.tokensMicros())
        .setRemainder(bucket.remainder())
        .setRefilledAtMicros(bucket.refilledAtMicros())
        .setTurn(of(bucket.turn()))
        .setRemoved(bucket.removed())
        .build();
  }

  static SharesRow of(SharesRecord shares) {
    var row = SharesRow.newBuilder().setTotal(of(shares.total()));
    for (var group : shares.groups()) {
      row.addGroupsBuilder()
          .setMayHave(of(group.mayHave()))
          .setIssued(of(group.issued()))
          .setDue(of(group.due()))
          .setMark(of(group.mark()));
    }
    return row.build();
  }

  private static SharesRow.Limits of(BucketLimits limits) {
    return SharesRow.Limits.newBuilder()
        .setRateMicros(limits.rateMicros())
        .setBurstMicros(limits.burstMicros())
        .build();
  }

  static MemberRow of(MemberRecord member) {
    return MemberRow.newBuilder()
        .setFolderId(member.folderId())
        .setAddress(member.address())
        .setClientAddress(member.clientAddress())
        .setLearner(
            switch (member.role()) {
              case VOTER -> false;
              case LEARNER -> true;
            })
        .build();
  }

  private static GroupSettingsRow of(GroupSettings settings) {
    return GroupSettingsRow.newBuilder()
        .setQuantum(settings.quantum())
        .setInFlightPerQueueMax(settings.inFlightPerQueueMax())
        .setInFlightPerGroupMax(settings.inFlightPerGroupMax())
        .setDeliveriesPerEntryMax(settings.deliveriesPerEntryMax())
        .setExpiriesPerEntryMax(settings.expiriesPerEntryMax())
        .setMovesPerEntryMax(settings.movesPerEntryMax())
        .setMaxAttempts(settings.maxAttempts())
        .setIdempotencyWindowMillis(settings.idempotencyWindowMillis())
        .setIdempotencyKeysMax(settings.idempotencyKeysMax())
        .build();
  }

  private static MessageRow of(MessageInfo message, Place place) {
    var row =
        MessageRow.newBuilder()
            .setIdHigh(message.id().high())
            .setIdLow(message.id().low())
            .setWeight(message.weight())
            .addAllThrottleKeys(message.throttleKeys())
            .setAttempts(message.attempts())
            .setEnqueuedAtMillis(message.enqueuedAtMillis())
            .setPayloadHash(message.payloadHash())
            .setFailuresHash(message.failuresHash());
    if (!message.enqueued().equals(place)) {
      row.setEnqueued(position(message.enqueued().index(), message.enqueued().ordinal()));
    }
    return row.build();
  }

  private static CatalogueState of(QueueState state) {
    return switch (state) {
      case CREATING -> CatalogueState.CATALOGUE_STATE_CREATING;
      case ACTIVE -> CatalogueState.CATALOGUE_STATE_ACTIVE;
      case DELETING -> CatalogueState.CATALOGUE_STATE_DELETING;
    };
  }

  private static LogPosition of(QueueId queue) {
    return position(queue.index(), queue.ordinal());
  }

  private static LogPosition of(Mark mark) {
    return position(mark.index(), mark.ordinal());
  }

  private static LogPosition position(long index, int ordinal) {
    return LogPosition.newBuilder().setIndex(index).setOrdinal(ordinal).build();
  }
}
