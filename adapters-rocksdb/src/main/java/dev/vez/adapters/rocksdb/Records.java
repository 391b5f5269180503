package dev.vez.adapters.rocksdb;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.MessageLite;
import com.google.protobuf.Parser;
import dev.vez.adapters.rocksdb.rows.AttemptKind;
import dev.vez.adapters.rocksdb.rows.BucketRow;
import dev.vez.adapters.rocksdb.rows.CatalogueRow;
import dev.vez.adapters.rocksdb.rows.CatalogueState;
import dev.vez.adapters.rocksdb.rows.ConfigRow;
import dev.vez.adapters.rocksdb.rows.ConsumerRow;
import dev.vez.adapters.rocksdb.rows.DelayedRow;
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
import dev.vez.adapters.rocksdb.rows.LogPosition;
import dev.vez.adapters.rocksdb.rows.MemberRow;
import dev.vez.adapters.rocksdb.rows.MessageRow;
import dev.vez.adapters.rocksdb.rows.PendingChangeRow;
import dev.vez.adapters.rocksdb.rows.QueueRow;
import dev.vez.adapters.rocksdb.rows.RedriveRow;
import dev.vez.adapters.rocksdb.rows.SharesRow;
import dev.vez.domain.command.CatalogueChange;
import dev.vez.domain.command.CatalogueChange.CreateQueues;
import dev.vez.domain.command.CatalogueChange.DeleteQueues;
import dev.vez.domain.command.CatalogueChange.LinkDeadLetters;
import dev.vez.domain.command.CatalogueChange.RemoveBucket;
import dev.vez.domain.command.CatalogueChange.SetBucket;
import dev.vez.domain.command.CatalogueChange.SetGroupSetting;
import dev.vez.domain.command.CatalogueChange.SetMaxAttempts;
import dev.vez.domain.hash.Digest;
import dev.vez.domain.id.ConsumerId;
import dev.vez.domain.id.LeaseId;
import dev.vez.domain.id.Mark;
import dev.vez.domain.id.MessageId;
import dev.vez.domain.id.Place;
import dev.vez.domain.id.QueueId;
import dev.vez.domain.id.RedriveId;
import dev.vez.domain.id.Ticket;
import dev.vez.domain.message.Bytes;
import dev.vez.domain.message.FailedAttempt;
import dev.vez.domain.message.FailureHistory;
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
import dev.vez.domain.record.GroupSetting;
import dev.vez.domain.record.GroupSettings;
import dev.vez.domain.record.GroupShare;
import dev.vez.domain.record.IdempotencyKeyRecord;
import dev.vez.domain.record.KeyCountRecord;
import dev.vez.domain.record.KeyExpiryRecord;
import dev.vez.domain.record.LeaseRecord;
import dev.vez.domain.record.MemberRecord;
import dev.vez.domain.record.MemberRole;
import dev.vez.domain.record.MessageRecord;
import dev.vez.domain.record.PayloadRecord;
import dev.vez.domain.record.PendingChangeRecord;
import dev.vez.domain.record.QueueConfig;
import dev.vez.domain.record.QueueRecord;
import dev.vez.domain.record.QueueState;
import dev.vez.domain.record.RecordType;
import dev.vez.domain.record.RedriveRecord;
import dev.vez.domain.record.SharesRecord;
import dev.vez.domain.record.StateRecord;
import java.nio.ByteBuffer;

/** Records from the keys and bodies of rows that {@link Keys} and {@link Rows} made. */
final class Records {

  private Records() {}

  /**
   * Reads a record.
   *
   * @param key positioned after its tag
   * @throws InvalidProtocolBufferException if the body is none of this type
   * @throws IllegalArgumentException if it holds a value that no record can have
   */
  static StateRecord read(RecordType type, ByteBuffer key, Bytes body)
      throws InvalidProtocolBufferException {
    return switch (type) {
      case GROUP -> group(parse(GroupRow.parser(), body));
      case QUEUE -> queue(Keys.queueId(key), parse(QueueRow.parser(), body));
      case FLOW -> flow(Keys.queueId(key), OrderedText.get(key), parse(FlowRow.parser(), body));
      case MESSAGE -> message(Keys.queueId(key), OrderedText.get(key), Keys.place(key), body);
      case PAYLOAD -> new PayloadRecord(Keys.queueId(key), Keys.place(key), body);
      case LEASE -> lease(Keys.queueId(key), Keys.leaseId(key), parse(LeaseRow.parser(), body));
      case DELAYED ->
          delayed(
              Keys.queueId(key), key.getLong(), Keys.place(key), parse(DelayedRow.parser(), body));
      case FAILURE ->
          new FailureRecord(
              Keys.queueId(key), Keys.place(key), history(parse(FailureRow.parser(), body)));
      case IDEMPOTENCY_KEY ->
          used(Keys.queueId(key), OrderedText.get(key), parse(IdempotencyKeyRow.parser(), body));
      case KEY_EXPIRY ->
          expiry(
              Keys.queueId(key),
              key.getLong(),
              OrderedText.get(key),
              parse(KeyExpiryRow.parser(), body));
      case KEY_COUNT -> count(Keys.queueId(key), parse(KeyCountRow.parser(), body));
      case REDRIVE -> redrive(Keys.queueId(key), parse(RedriveRow.parser(), body));
      case CONSUMER ->
          consumer(Keys.queueId(key), Keys.consumerId(key), parse(ConsumerRow.parser(), body));
      case DIGEST -> digest(Keys.queueId(key), parse(DigestRow.parser(), body));
      case CATALOGUE -> catalogue(OrderedText.get(key), parse(CatalogueRow.parser(), body));
      case PENDING_CHANGE ->
          pendingChange(key.getInt(), Keys.mark(key), parse(PendingChangeRow.parser(), body));
      case BUCKET -> bucket(OrderedText.get(key), parse(BucketRow.parser(), body));
      case SHARES -> shares(OrderedText.get(key), parse(SharesRow.parser(), body));
      case GROUP_MARK ->
          new GroupMarkRecord(key.getInt(), mark(parse(GroupMarkRow.parser(), body).getMark()));
      case CONFIG ->
          new ConfigRecord(OrderedText.get(key), parse(ConfigRow.parser(), body).getValue());
      case MEMBER -> member(key.getLong(), parse(MemberRow.parser(), body));
    };
  }

  /** Reads a waiting message whose key has been read. */
  static MessageRecord message(QueueId queue, String fairnessKey, Place place, Bytes body)
      throws InvalidProtocolBufferException {
    return new MessageRecord(
        queue, fairnessKey, place, info(parse(MessageRow.parser(), body), place));
  }

  private static MemberRecord member(long nodeId, MemberRow row) {
    return new MemberRecord(
        nodeId,
        row.getFolderId(),
        row.getAddress(),
        row.getClientAddress(),
        row.getLearner() ? MemberRole.LEARNER : MemberRole.VOTER);
  }

  private static <T extends MessageLite> T parse(Parser<T> parser, Bytes body)
      throws InvalidProtocolBufferException {
    return parser.parseFrom(body.array(), body.offset(), body.size());
  }

  private static GroupRecord group(GroupRow row) {
    return new GroupRecord(
        row.getMachineVersion(),
        row.getLogTimeMicros(),
        settings(row.getSettings()),
        mark(row.getMark()),
        queueId(row.getTurn()));
  }

  private static GroupSettings settings(GroupSettingsRow row) {
    return new GroupSettings(
        row.getQuantum(),
        row.getInFlightPerQueueMax(),
        row.getInFlightPerGroupMax(),
        row.getDeliveriesPerEntryMax(),
        row.getExpiriesPerEntryMax(),
        row.getMovesPerEntryMax(),
        row.getMaxAttempts(),
        row.hasIdempotencyWindowMillis()
            ? row.getIdempotencyWindowMillis()
            : GroupSetting.IDEMPOTENCY_WINDOW_MILLIS.defaultValue(),
        row.hasIdempotencyKeysMax()
            ? row.getIdempotencyKeysMax()
            : GroupSetting.IDEMPOTENCY_KEYS_MAX.defaultValue());
  }

  private static IdempotencyKeyRecord used(QueueId queue, String key, IdempotencyKeyRow row) {
    return new IdempotencyKeyRecord(
        queue, key, new MessageId(row.getIdHigh(), row.getIdLow()), row.getExpiresMicros());
  }

  private static KeyExpiryRecord expiry(
      QueueId queue, long expiresMicros, String key, KeyExpiryRow row) {
    return new KeyExpiryRecord(
        queue,
        expiresMicros,
        key,
        new MessageId(row.getIdHigh(), row.getIdLow()),
        row.getSuperseded());
  }

  private static KeyCountRecord count(QueueId queue, KeyCountRow row) {
    return new KeyCountRecord(queue, row.getKeys(), row.getNextExpiryMicros());
  }

  private static FlowRecord flow(QueueId queue, String fairnessKey, FlowRow row) {
    return new FlowRecord(
        queue,
        fairnessKey,
        row.getPending(),
        row.getLeased(),
        row.getDelayed(),
        new Place(row.getFirstIndex(), row.getFirstOrdinal()),
        new Place(row.getLastIndex(), row.getLastOrdinal()),
        row.getWeight(),
        row.getDeficit(),
        new Ticket(row.getTicketIndex(), row.getTicketOrdinal()),
        row.getVisiting(),
        row.getBucket());
  }

  private static LeaseRecord lease(QueueId queue, LeaseId id, LeaseRow row) {
    var place = new Place(row.getPlaceIndex(), row.getPlaceOrdinal());
    return new LeaseRecord(
        queue,
        id,
        row.getFairnessKey(),
        place,
        info(row.getMessage(), place),
        new ConsumerId(row.getConsumerTerm(), row.getConsumerNumber()),
        row.getDeadlineMicros(),
        row.getHandedOver());
  }

  private static MessageInfo info(MessageRow row, Place place) {
    var enqueued =
        row.hasEnqueued()
            ? new Place(row.getEnqueued().getIndex(), row.getEnqueued().getOrdinal())
            : place;
    return new MessageInfo(
        new MessageId(row.getIdHigh(), row.getIdLow()),
        enqueued,
        row.getWeight(),
        row.getThrottleKeysList(),
        row.getAttempts(),
        row.getEnqueuedAtMillis(),
        row.getPayloadHash(),
        row.getFailuresHash());
  }

  private static QueueRecord queue(QueueId id, QueueRow row) {
    return new QueueRecord(
        id, row.getVisibilityTimeoutMillis(), queueId(row.getDeadLetters()), row.getMaxAttempts());
  }

  private static DelayedRecord delayed(QueueId queue, long dueMicros, Place place, DelayedRow row) {
    return new DelayedRecord(
        queue,
        dueMicros,
        place,
        row.getFairnessKey(),
        info(row.getMessage(), place),
        row.getDeadLetter());
  }

  private static FailureHistory history(FailureRow row) {
    return new FailureHistory(
        row.getAttemptsList().stream()
            .map(
                attempt ->
                    new FailedAttempt(
                        attempt.getNumber(),
                        kind(attempt.getKind()),
                        attempt.getFailedAtMillis(),
                        attempt.getError()))
            .toList());
  }

  private static FailedAttempt.Kind kind(AttemptKind kind) {
    return switch (kind) {
      case ATTEMPT_KIND_NACKED -> FailedAttempt.Kind.NACKED;
      case ATTEMPT_KIND_EXPIRED -> FailedAttempt.Kind.EXPIRED;
      case ATTEMPT_KIND_UNSPECIFIED, UNRECOGNIZED ->
          throw new IllegalArgumentException("Expected the kind of an attempt, but got " + kind);
    };
  }

  private static RedriveRecord redrive(QueueId queue, RedriveRow row) {
    return new RedriveRecord(
        queue,
        new RedriveId(row.getId().getIndex(), row.getId().getOrdinal()),
        queueId(row.getParent()),
        row.getLimit(),
        row.hasFairnessKey() ? row.getFairnessKey() : null,
        row.getRatePerSecond(),
        row.hasAfterKey() ? row.getAfterKey() : null,
        row.getMoved(),
        row.getNextMicros(),
        row.getDone());
  }

  private static ConsumerRecord consumer(QueueId queue, ConsumerId id, ConsumerRow row) {
    return new ConsumerRecord(
        queue,
        id,
        row.getCreditUpTo(),
        row.getDelivered(),
        new LeaseId(row.getHandedOverIndex(), row.getHandedOverOrdinal()),
        new Ticket(row.getTicketIndex(), row.getTicketOrdinal()));
  }

  private static DigestRecord digest(QueueId queue, DigestRow row) {
    return new DigestRecord(queue, new Digest(row.getHigh(), row.getLow()));
  }

  private static CatalogueRecord catalogue(String name, CatalogueRow row) {
    return new CatalogueRecord(
        name,
        queueId(row.getId()),
        row.getGroup(),
        new QueueConfig(
            row.getOnEnqueueScript(), row.getOnFailureScript(), row.getVisibilityTimeoutMillis()),
        state(row.getState()));
  }

  private static QueueState state(CatalogueState state) {
    return switch (state) {
      case CATALOGUE_STATE_CREATING -> QueueState.CREATING;
      case CATALOGUE_STATE_ACTIVE -> QueueState.ACTIVE;
      case CATALOGUE_STATE_DELETING -> QueueState.DELETING;
      case CATALOGUE_STATE_UNSPECIFIED, UNRECOGNIZED ->
          throw new IllegalArgumentException("Expected the state of a queue, but got " + state);
    };
  }

  private static PendingChangeRecord pendingChange(int group, Mark mark, PendingChangeRow row) {
    CatalogueChange change =
        switch (row.getChangeCase()) {
          case CREATE_QUEUES ->
              new CreateQueues(
                  row.getCreateQueues().getQueuesList().stream()
                      .map(
                          queue ->
                              new QueueRecord(
                                  queueId(queue.getId()),
                                  queue.getVisibilityTimeoutMillis(),
                                  queueId(queue.getDeadLetters()),
                                  queue.getMaxAttempts()))
                      .toList());
          case DELETE_QUEUES ->
              new DeleteQueues(
                  row.getDeleteQueues().getQueuesList().stream().map(Records::queueId).toList());
          case SET_BUCKET ->
              new SetBucket(
                  row.getSetBucket().getThrottleKey(),
                  row.getSetBucket().getRateMicros(),
                  row.getSetBucket().getBurstMicros());
          case REMOVE_BUCKET -> new RemoveBucket(row.getRemoveBucket().getThrottleKey());
          case LINK_DEAD_LETTERS ->
              new LinkDeadLetters(
                  queueId(row.getLinkDeadLetters().getQueue()),
                  queueId(row.getLinkDeadLetters().getDeadLetters()));
          case SET_MAX_ATTEMPTS ->
              new SetMaxAttempts(
                  queueId(row.getSetMaxAttempts().getQueue()),
                  row.getSetMaxAttempts().getMaxAttempts());
          case SET_GROUP_SETTING ->
              new SetGroupSetting(
                  GroupSetting.of(row.getSetGroupSetting().getSetting()),
                  row.getSetGroupSetting().getValue());
          case CHANGE_NOT_SET ->
              throw new IllegalArgumentException("Expected a catalogue change, but got none");
        };
    return new PendingChangeRecord(group, mark(row.getPreviousMark()), mark, change);
  }

  private static SharesRecord shares(String throttleKey, SharesRow row) {
    return new SharesRecord(
        throttleKey,
        limits(row.getTotal()),
        row.getGroupsList().stream()
            .map(
                group ->
                    new GroupShare(
                        limits(group.getMayHave()),
                        limits(group.getIssued()),
                        limits(group.getDue()),
                        mark(group.getMark())))
            .toList());
  }

  private static BucketLimits limits(SharesRow.Limits row) {
    return new BucketLimits(row.getRateMicros(), row.getBurstMicros());
  }

  private static BucketRecord bucket(String throttleKey, BucketRow row) {
    return new BucketRecord(
        throttleKey,
        row.getRateMicros(),
        row.getBurstMicros(),
        row.getTokensMicros(),
        row.getRemainder(),
        row.getRefilledAtMicros(),
        queueId(row.getTurn()),
        row.getRemoved());
  }

  private static QueueId queueId(LogPosition position) {
    return new QueueId(position.getIndex(), position.getOrdinal());
  }

  private static Mark mark(LogPosition position) {
    return new Mark(position.getIndex(), position.getOrdinal());
  }
}
