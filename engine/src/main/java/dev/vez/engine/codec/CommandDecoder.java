package dev.vez.engine.codec;

import dev.vez.domain.command.AckMessage;
import dev.vez.domain.command.AckMessages;
import dev.vez.domain.command.AddMember;
import dev.vez.domain.command.AttachConsumer;
import dev.vez.domain.command.BecomeLeader;
import dev.vez.domain.command.CarryOutChange;
import dev.vez.domain.command.CatalogueChange;
import dev.vez.domain.command.Command;
import dev.vez.domain.command.ConfigLimits;
import dev.vez.domain.command.ConfigMeaning;
import dev.vez.domain.command.ConfirmChange;
import dev.vez.domain.command.CreateQueue;
import dev.vez.domain.command.DeleteQueue;
import dev.vez.domain.command.DetachConsumer;
import dev.vez.domain.command.EnqueueMessages;
import dev.vez.domain.command.ExtendLease;
import dev.vez.domain.command.GrantCredit;
import dev.vez.domain.command.MoveShares;
import dev.vez.domain.command.NackMessage;
import dev.vez.domain.command.NackVerdict;
import dev.vez.domain.command.RedriveMessages;
import dev.vez.domain.command.ReleaseLeases;
import dev.vez.domain.command.RemoveMember;
import dev.vez.domain.command.SetConfig;
import dev.vez.domain.command.Tick;
import dev.vez.domain.id.ConsumerId;
import dev.vez.domain.id.LeaseId;
import dev.vez.domain.id.Mark;
import dev.vez.domain.id.MessageId;
import dev.vez.domain.id.QueueId;
import dev.vez.domain.message.LeasedMessage;
import dev.vez.domain.message.NewMessage;
import dev.vez.domain.record.BucketLimits;
import dev.vez.domain.record.GroupSetting;
import dev.vez.domain.record.GroupSettings;
import dev.vez.domain.record.MemberRecord;
import dev.vez.domain.record.MemberRole;
import dev.vez.domain.record.QueueConfig;
import dev.vez.domain.record.QueueRecord;
import dev.vez.engine.codec.proto.AckCommand;
import dev.vez.engine.codec.proto.AddMemberCommand;
import dev.vez.engine.codec.proto.AttachCommand;
import dev.vez.engine.codec.proto.BecomeLeaderCommand;
import dev.vez.engine.codec.proto.CarryOutChangeCommand;
import dev.vez.engine.codec.proto.ConfirmChangeCommand;
import dev.vez.engine.codec.proto.ConsumerKey;
import dev.vez.engine.codec.proto.CreateQueueCommand;
import dev.vez.engine.codec.proto.DetachCommand;
import dev.vez.engine.codec.proto.EnqueueCommand;
import dev.vez.engine.codec.proto.EnqueuedMessage;
import dev.vez.engine.codec.proto.ExtendCommand;
import dev.vez.engine.codec.proto.GrantCreditCommand;
import dev.vez.engine.codec.proto.LeasedMessages;
import dev.vez.engine.codec.proto.LogCommand;
import dev.vez.engine.codec.proto.MessageKey;
import dev.vez.engine.codec.proto.MoveSharesCommand;
import dev.vez.engine.codec.proto.NackCommand;
import dev.vez.engine.codec.proto.Position;
import dev.vez.engine.codec.proto.RedriveCommand;
import dev.vez.engine.codec.proto.SetConfigCommand;
import dev.vez.engine.codec.proto.Settings;
import java.util.ArrayList;
import java.util.List;

/** Commands as they are read from a log entry. */
final class CommandDecoder {

  private CommandDecoder() {}

  static Command decode(LogCommand command) {
    return switch (command.getKindCase()) {
      case BECOME_LEADER -> becomeLeader(command.getBecomeLeader());
      case TICK -> new Tick();
      case CARRY_OUT_CHANGE -> carryOutChange(command.getCarryOutChange());
      case ENQUEUE -> enqueue(command.getEnqueue());
      case ACK -> ack(command.getAck());
      case ACK_EACH ->
          new AckMessages(
              queueId(command.getAckEach().getQueue()), leased(command.getAckEach().getMessages()));
      case RELEASE ->
          new ReleaseLeases(
              queueId(command.getRelease().getQueue()), leased(command.getRelease().getMessages()));
      case NACK -> nack(command.getNack());
      case EXTEND -> extend(command.getExtend());
      case ATTACH -> attach(command.getAttach());
      case DETACH -> detach(command.getDetach());
      case REDRIVE -> redrive(command.getRedrive());
      case GRANT_CREDIT -> grantCredit(command.getGrantCredit());
      case CREATE_QUEUE -> createQueue(command.getCreateQueue());
      case DELETE_QUEUE -> new DeleteQueue(command.getDeleteQueue().getName());
      case CONFIRM_CHANGE -> confirmChange(command.getConfirmChange());
      case SET_CONFIG -> setConfig(command.getSetConfig());
      case MOVE_SHARES -> moveShares(command.getMoveShares());
      case ADD_MEMBER -> addMember(command.getAddMember());
      case REMOVE_MEMBER -> new RemoveMember(command.getRemoveMember().getNodeId());
      case KIND_NOT_SET ->
          throw new IllegalStateException(
              "Expected a command that this version knows, but the log entry has another");
    };
  }

  private static BecomeLeader becomeLeader(BecomeLeaderCommand command) {
    Settings settings = command.getInitialSettings();
    return new BecomeLeader(
        new GroupSettings(
            settings.getQuantum(),
            settings.getInFlightPerQueueMax(),
            settings.getInFlightPerGroupMax(),
            settings.getDeliveriesPerEntryMax(),
            settings.getExpiriesPerEntryMax(),
            settings.getMovesPerEntryMax(),
            settings.getMaxAttempts(),
            settings.hasIdempotencyWindowMillis()
                ? settings.getIdempotencyWindowMillis()
                : GroupSetting.IDEMPOTENCY_WINDOW_MILLIS.defaultValue(),
            settings.hasIdempotencyKeysMax()
                ? settings.getIdempotencyKeysMax()
                : GroupSetting.IDEMPOTENCY_KEYS_MAX.defaultValue()),
        command.getInitialMachineVersion());
  }

  private static CarryOutChange carryOutChange(CarryOutChangeCommand command) {
    CatalogueChange change =
        switch (command.getChangeCase()) {
          case CREATE_QUEUES ->
              new CatalogueChange.CreateQueues(
                  command.getCreateQueues().getQueuesList().stream()
                      .map(
                          queue ->
                              new QueueRecord(
                                  queueId(queue.getId()),
                                  queue.getVisibilityTimeoutMillis(),
                                  queueId(queue.getDeadLetters()),
                                  queue.getMaxAttempts()))
                      .toList());
          case DELETE_QUEUES ->
              new CatalogueChange.DeleteQueues(
                  command.getDeleteQueues().getQueuesList().stream()
                      .map(CommandDecoder::queueId)
                      .toList());
          case SET_BUCKET ->
              new CatalogueChange.SetBucket(
                  command.getSetBucket().getThrottleKey(),
                  command.getSetBucket().getRateMicros(),
                  command.getSetBucket().getBurstMicros());
          case REMOVE_BUCKET ->
              new CatalogueChange.RemoveBucket(command.getRemoveBucket().getThrottleKey());
          case LINK_DEAD_LETTERS ->
              new CatalogueChange.LinkDeadLetters(
                  queueId(command.getLinkDeadLetters().getQueue()),
                  queueId(command.getLinkDeadLetters().getDeadLetters()));
          case SET_MAX_ATTEMPTS ->
              new CatalogueChange.SetMaxAttempts(
                  queueId(command.getSetMaxAttempts().getQueue()),
                  command.getSetMaxAttempts().getMaxAttempts());
          case SET_GROUP_SETTING ->
              new CatalogueChange.SetGroupSetting(
                  GroupSetting.of(command.getSetGroupSetting().getSetting()),
                  command.getSetGroupSetting().getValue());
          case CHANGE_NOT_SET ->
              throw new IllegalStateException(
                  "Expected a change that this version knows, but the log entry has another");
        };
    return new CarryOutChange(mark(command.getPreviousMark()), mark(command.getMark()), change);
  }

  private static EnqueueMessages enqueue(EnqueueCommand command) {
    List<NewMessage> messages = new ArrayList<>(command.getMessagesCount());
    for (EnqueuedMessage message : command.getMessagesList()) {
      messages.add(
          new NewMessage(
              new MessageId(message.getIdHigh(), message.getIdLow()),
              message.getFairnessKey(),
              message.getWeight(),
              message.getThrottleKeysList(),
              message.getEnqueuedAtMillis(),
              Wire.shared(message.getPayload()),
              message.getIdempotencyKey()));
    }
    return new EnqueueMessages(queueId(command.getQueue()), messages);
  }

  private static AckMessage ack(AckCommand command) {
    return new AckMessage(
        queueId(command.getQueue()), messageId(command.getMessage()), leaseId(command.getLease()));
  }

  private static List<LeasedMessage> leased(LeasedMessages messages) {
    int count = messages.getIdHighCount();
    if (messages.getIdLowCount() != count
        || messages.getLeaseIndexCount() != count
        || messages.getLeaseOrdinalCount() != count) {
      throw new IllegalStateException("Expected columns of " + count + " messages each");
    }
    List<LeasedMessage> decoded = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      decoded.add(
          new LeasedMessage(
              new MessageId(messages.getIdHigh(i), messages.getIdLow(i)),
              new LeaseId(messages.getLeaseIndex(i), messages.getLeaseOrdinal(i))));
    }
    return decoded;
  }

  private static NackMessage nack(NackCommand command) {
    NackVerdict verdict =
        switch (command.getVerdictCase()) {
          case RETRY -> new NackVerdict.Retry(command.getRetry().getDelayMillis());
          case DEAD_LETTER -> new NackVerdict.DeadLetter();
          case VERDICT_NOT_SET ->
              throw new IllegalStateException(
                  "Expected a verdict that this version knows, but the log entry has another");
        };
    return new NackMessage(
        queueId(command.getQueue()),
        messageId(command.getMessage()),
        leaseId(command.getLease()),
        verdict,
        command.getError(),
        command.getFailedAtMillis());
  }

  private static RedriveMessages redrive(RedriveCommand command) {
    return new RedriveMessages(
        queueId(command.getQueue()),
        queueId(command.getParent()),
        command.getCount(),
        command.hasFairnessKey() ? command.getFairnessKey() : null,
        command.getRatePerSecond());
  }

  private static ExtendLease extend(ExtendCommand command) {
    return new ExtendLease(
        queueId(command.getQueue()),
        messageId(command.getMessage()),
        leaseId(command.getLease()),
        command.getDurationMillis());
  }

  private static AttachConsumer attach(AttachCommand command) {
    return new AttachConsumer(
        queueId(command.getQueue()), consumerId(command.getConsumer()), command.getCreditUpTo());
  }

  private static DetachConsumer detach(DetachCommand command) {
    return new DetachConsumer(
        queueId(command.getQueue()),
        consumerId(command.getConsumer()),
        leaseId(command.getHandedOver()));
  }

  private static GrantCredit grantCredit(GrantCreditCommand command) {
    return new GrantCredit(
        queueId(command.getQueue()),
        consumerId(command.getConsumer()),
        command.getCreditUpTo(),
        leaseId(command.getHandedOver()));
  }

  private static CreateQueue createQueue(CreateQueueCommand command) {
    return new CreateQueue(
        command.getName(),
        new QueueConfig(
            command.getOnEnqueueScript(),
            command.getOnFailureScript(),
            command.getVisibilityTimeoutMillis()),
        command.getGroup());
  }

  private static ConfirmChange confirmChange(ConfirmChangeCommand command) {
    return new ConfirmChange(command.getGroup(), mark(command.getMark()));
  }

  private static SetConfig setConfig(SetConfigCommand command) {
    ConfigMeaning meaning =
        switch (command.getMeaningCase()) {
          case TEXT -> new ConfigMeaning.Text();
          case BUCKET ->
              new ConfigMeaning.Bucket(
                  command.getBucket().getThrottleKey(),
                  command.getBucket().getRateMicros(),
                  command.getBucket().getBurstMicros());
          case NO_BUCKET -> new ConfigMeaning.NoBucket(command.getNoBucket().getThrottleKey());
          case MAX_ATTEMPTS ->
              new ConfigMeaning.MaxAttempts(
                  command.getMaxAttempts().getQueue(), command.getMaxAttempts().getMaxAttempts());
          case OF_GROUPS ->
              new ConfigMeaning.OfGroups(
                  GroupSetting.of(command.getOfGroups().getSetting()),
                  command.getOfGroups().getValue());
          case MEANING_NOT_SET ->
              throw new IllegalStateException(
                  "Expected a meaning that this version knows, but the log entry has another");
        };
    return new SetConfig(
        command.getKey(),
        command.getValue(),
        meaning,
        command.getDataGroups(),
        new ConfigLimits(command.getEntriesMax(), command.getBytesMax(), command.getChangesMax()));
  }

  private static MoveShares moveShares(MoveSharesCommand command) {
    return new MoveShares(
        command.getThrottleKey(),
        limits(command.getTotal()),
        command.getSharesList().stream().map(CommandDecoder::limits).toList(),
        command.getChangesMax());
  }

  private static BucketLimits limits(MoveSharesCommand.Limits limits) {
    return new BucketLimits(limits.getRateMicros(), limits.getBurstMicros());
  }

  private static AddMember addMember(AddMemberCommand command) {
    return new AddMember(
        new MemberRecord(
            command.getNodeId(),
            command.getFolderId(),
            command.getAddress(),
            command.getClientAddress(),
            command.getLearner() ? MemberRole.LEARNER : MemberRole.VOTER));
  }

  private static QueueId queueId(Position position) {
    return new QueueId(position.getIndex(), position.getOrdinal());
  }

  private static LeaseId leaseId(Position position) {
    return new LeaseId(position.getIndex(), position.getOrdinal());
  }

  private static Mark mark(Position position) {
    return new Mark(position.getIndex(), position.getOrdinal());
  }

  private static MessageId messageId(MessageKey key) {
    return new MessageId(key.getHigh(), key.getLow());
  }

  private static ConsumerId consumerId(ConsumerKey key) {
    return new ConsumerId(key.getTerm(), key.getNumber());
  }
}
