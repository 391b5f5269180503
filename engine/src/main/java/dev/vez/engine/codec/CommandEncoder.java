package dev.vez.engine.codec;

import dev.vez.domain.command.AckMessage;
import dev.vez.domain.command.AckMessages;
import dev.vez.domain.command.AddMember;
import dev.vez.domain.command.AttachConsumer;
import dev.vez.domain.command.BecomeLeader;
import dev.vez.domain.command.CarryOutChange;
import dev.vez.domain.command.CatalogueChange;
import dev.vez.domain.command.CatalogueCommand;
import dev.vez.domain.command.Command;
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
import dev.vez.domain.command.QueueCommand;
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
import dev.vez.domain.record.GroupSettings;
import dev.vez.domain.record.MemberRecord;
import dev.vez.engine.codec.proto.AckCommand;
import dev.vez.engine.codec.proto.AckEachCommand;
import dev.vez.engine.codec.proto.AddMemberCommand;
import dev.vez.engine.codec.proto.AttachCommand;
import dev.vez.engine.codec.proto.BecomeLeaderCommand;
import dev.vez.engine.codec.proto.CarryOutChangeCommand;
import dev.vez.engine.codec.proto.ConfirmChangeCommand;
import dev.vez.engine.codec.proto.ConsumerKey;
import dev.vez.engine.codec.proto.CreateQueueCommand;
import dev.vez.engine.codec.proto.DeleteQueueCommand;
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
import dev.vez.engine.codec.proto.ReleaseCommand;
import dev.vez.engine.codec.proto.RemoveMemberCommand;
import dev.vez.engine.codec.proto.SetConfigCommand;
import dev.vez.engine.codec.proto.Settings;
import dev.vez.engine.codec.proto.TickCommand;
import java.util.List;

/** Commands as they lie in a log entry. */
final class CommandEncoder {

  private CommandEncoder() {}

  static LogCommand encode(Command command) {
    LogCommand.Builder encoded = LogCommand.newBuilder();
    switch (command) {
      case BecomeLeader it -> encoded.setBecomeLeader(becomeLeader(it));
      case QueueCommand it -> encode(it, encoded);
      case CatalogueCommand it -> encode(it, encoded);
    }
    return encoded.build();
  }

  private static void encode(QueueCommand command, LogCommand.Builder encoded) {
    switch (command) {
      case Tick() -> encoded.setTick(TickCommand.getDefaultInstance());
      case CarryOutChange it -> encoded.setCarryOutChange(carryOutChange(it));
      case EnqueueMessages it -> encoded.setEnqueue(enqueue(it));
      case AckMessage(var queue, var message, var lease) ->
          encoded.setAck(
              AckCommand.newBuilder()
                  .setQueue(position(queue))
                  .setMessage(key(message))
                  .setLease(position(lease)));
      case AckMessages(var queue, var messages) ->
          encoded.setAckEach(
              AckEachCommand.newBuilder().setQueue(position(queue)).setMessages(leased(messages)));
      case ReleaseLeases(var queue, var messages) ->
          encoded.setRelease(
              ReleaseCommand.newBuilder().setQueue(position(queue)).setMessages(leased(messages)));
      case NackMessage it -> encoded.setNack(nack(it));
      case ExtendLease(var queue, var message, var lease, var durationMillis) ->
          encoded.setExtend(
              ExtendCommand.newBuilder()
                  .setQueue(position(queue))
                  .setMessage(key(message))
                  .setLease(position(lease))
                  .setDurationMillis(durationMillis));
      case AttachConsumer(var queue, var consumer, var creditUpTo) ->
          encoded.setAttach(
              AttachCommand.newBuilder()
                  .setQueue(position(queue))
                  .setConsumer(key(consumer))
                  .setCreditUpTo(creditUpTo));
      case DetachConsumer(var queue, var consumer, var handedOver) ->
          encoded.setDetach(
              DetachCommand.newBuilder()
                  .setQueue(position(queue))
                  .setConsumer(key(consumer))
                  .setHandedOver(position(handedOver)));
      case RedriveMessages it -> encoded.setRedrive(redrive(it));
      case GrantCredit(var queue, var consumer, var creditUpTo, var handedOver) ->
          encoded.setGrantCredit(
              GrantCreditCommand.newBuilder()
                  .setQueue(position(queue))
                  .setConsumer(key(consumer))
                  .setCreditUpTo(creditUpTo)
                  .setHandedOver(position(handedOver)));
    }
  }

  private static void encode(CatalogueCommand command, LogCommand.Builder encoded) {
    switch (command) {
      case CreateQueue(var name, var config, var group) ->
          encoded.setCreateQueue(
              CreateQueueCommand.newBuilder()
                  .setName(name)
                  .setGroup(group)
                  .setOnEnqueueScript(config.onEnqueueScript())
                  .setOnFailureScript(config.onFailureScript())
                  .setVisibilityTimeoutMillis(config.visibilityTimeoutMillis()));
      case DeleteQueue(var name) ->
          encoded.setDeleteQueue(DeleteQueueCommand.newBuilder().setName(name));
      case ConfirmChange(var group, var mark) ->
          encoded.setConfirmChange(
              ConfirmChangeCommand.newBuilder().setGroup(group).setMark(position(mark)));
      case SetConfig it -> encoded.setSetConfig(setConfig(it));
      case MoveShares it -> encoded.setMoveShares(moveShares(it));
      case AddMember(var member) -> encoded.setAddMember(addMember(member));
      case RemoveMember(var nodeId) ->
          encoded.setRemoveMember(RemoveMemberCommand.newBuilder().setNodeId(nodeId));
    }
  }

  private static MoveSharesCommand moveShares(MoveShares command) {
    return MoveSharesCommand.newBuilder()
        .setThrottleKey(command.throttleKey())
        .setTotal(limits(command.total()))
        .addAllShares(command.shares().stream().map(CommandEncoder::limits).toList())
        .setChangesMax(command.changesMax())
        .build();
  }

  private static MoveSharesCommand.Limits limits(BucketLimits limits) {
    return MoveSharesCommand.Limits.newBuilder()
        .setRateMicros(limits.rateMicros())
        .setBurstMicros(limits.burstMicros())
        .build();
  }

  private static AddMemberCommand addMember(MemberRecord member) {
    return AddMemberCommand.newBuilder()
        .setNodeId(member.nodeId())
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

  private static SetConfigCommand setConfig(SetConfig command) {
    SetConfigCommand.Builder encoded =
        SetConfigCommand.newBuilder()
            .setKey(command.key())
            .setValue(command.value())
            .setDataGroups(command.dataGroups())
            .setEntriesMax(command.limits().entriesMax())
            .setBytesMax(command.limits().bytesMax())
            .setChangesMax(command.limits().changesMax());
    switch (command.meaning()) {
      case ConfigMeaning.Text() -> encoded.setText(SetConfigCommand.Text.getDefaultInstance());
      case ConfigMeaning.Bucket(var throttleKey, var rateMicros, var burstMicros) ->
          encoded.setBucket(
              SetConfigCommand.Bucket.newBuilder()
                  .setThrottleKey(throttleKey)
                  .setRateMicros(rateMicros)
                  .setBurstMicros(burstMicros));
      case ConfigMeaning.NoBucket(var throttleKey) ->
          encoded.setNoBucket(SetConfigCommand.NoBucket.newBuilder().setThrottleKey(throttleKey));
      case ConfigMeaning.MaxAttempts(var queue, var maxAttempts) ->
          encoded.setMaxAttempts(
              SetConfigCommand.MaxAttempts.newBuilder()
                  .setQueue(queue)
                  .setMaxAttempts(maxAttempts));
      case ConfigMeaning.OfGroups(var setting, var value) ->
          encoded.setOfGroups(
              SetConfigCommand.OfGroups.newBuilder().setSetting(setting.number()).setValue(value));
    }
    return encoded.build();
  }

  private static BecomeLeaderCommand becomeLeader(BecomeLeader command) {
    GroupSettings settings = command.initialSettings();
    return BecomeLeaderCommand.newBuilder()
        .setInitialMachineVersion(command.initialMachineVersion())
        .setInitialSettings(
            Settings.newBuilder()
                .setQuantum(settings.quantum())
                .setInFlightPerQueueMax(settings.inFlightPerQueueMax())
                .setInFlightPerGroupMax(settings.inFlightPerGroupMax())
                .setDeliveriesPerEntryMax(settings.deliveriesPerEntryMax())
                .setExpiriesPerEntryMax(settings.expiriesPerEntryMax())
                .setMovesPerEntryMax(settings.movesPerEntryMax())
                .setMaxAttempts(settings.maxAttempts())
                .setIdempotencyWindowMillis(settings.idempotencyWindowMillis())
                .setIdempotencyKeysMax(settings.idempotencyKeysMax()))
        .build();
  }

  private static CarryOutChangeCommand carryOutChange(CarryOutChange command) {
    CarryOutChangeCommand.Builder encoded =
        CarryOutChangeCommand.newBuilder()
            .setPreviousMark(position(command.previousMark()))
            .setMark(position(command.mark()));
    switch (command.change()) {
      case CatalogueChange.CreateQueues(var queues) -> {
        CarryOutChangeCommand.CreateQueues.Builder create =
            CarryOutChangeCommand.CreateQueues.newBuilder();
        queues.forEach(
            queue ->
                create.addQueues(
                    CarryOutChangeCommand.HostedQueue.newBuilder()
                        .setId(position(queue.id()))
                        .setVisibilityTimeoutMillis(queue.visibilityTimeoutMillis())
                        .setDeadLetters(position(queue.deadLetters()))
                        .setMaxAttempts(queue.maxAttempts())));
        encoded.setCreateQueues(create);
      }
      case CatalogueChange.DeleteQueues(var queues) -> {
        CarryOutChangeCommand.DeleteQueues.Builder delete =
            CarryOutChangeCommand.DeleteQueues.newBuilder();
        queues.forEach(queue -> delete.addQueues(position(queue)));
        encoded.setDeleteQueues(delete);
      }
      case CatalogueChange.SetBucket(var throttleKey, var rateMicros, var burstMicros) ->
          encoded.setSetBucket(
              CarryOutChangeCommand.SetBucket.newBuilder()
                  .setThrottleKey(throttleKey)
                  .setRateMicros(rateMicros)
                  .setBurstMicros(burstMicros));
      case CatalogueChange.RemoveBucket(var throttleKey) ->
          encoded.setRemoveBucket(
              CarryOutChangeCommand.RemoveBucket.newBuilder().setThrottleKey(throttleKey));
      case CatalogueChange.LinkDeadLetters(var queue, var deadLetters) ->
          encoded.setLinkDeadLetters(
              CarryOutChangeCommand.LinkDeadLetters.newBuilder()
                  .setQueue(position(queue))
                  .setDeadLetters(position(deadLetters)));
      case CatalogueChange.SetMaxAttempts(var queue, var maxAttempts) ->
          encoded.setSetMaxAttempts(
              CarryOutChangeCommand.SetMaxAttempts.newBuilder()
                  .setQueue(position(queue))
                  .setMaxAttempts(maxAttempts));
      case CatalogueChange.SetGroupSetting(var setting, var value) ->
          encoded.setSetGroupSetting(
              CarryOutChangeCommand.SetGroupSetting.newBuilder()
                  .setSetting(setting.number())
                  .setValue(value));
    }
    return encoded.build();
  }

  private static EnqueueCommand enqueue(EnqueueMessages command) {
    EnqueueCommand.Builder encoded =
        EnqueueCommand.newBuilder().setQueue(position(command.queue()));
    for (NewMessage message : command.messages()) {
      encoded.addMessages(
          EnqueuedMessage.newBuilder()
              .setIdHigh(message.id().high())
              .setIdLow(message.id().low())
              .setFairnessKey(message.fairnessKey())
              .setWeight(message.weight())
              .addAllThrottleKeys(message.throttleKeys())
              .setEnqueuedAtMillis(message.enqueuedAtMillis())
              .setPayload(Wire.shared(message.payload()))
              .setIdempotencyKey(message.idempotencyKey()));
    }
    return encoded.build();
  }

  private static LeasedMessages leased(List<LeasedMessage> messages) {
    LeasedMessages.Builder encoded = LeasedMessages.newBuilder();
    for (LeasedMessage message : messages) {
      encoded
          .addIdHigh(message.id().high())
          .addIdLow(message.id().low())
          .addLeaseIndex(message.lease().index())
          .addLeaseOrdinal(message.lease().ordinal());
    }
    return encoded.build();
  }

  private static RedriveCommand redrive(RedriveMessages command) {
    RedriveCommand.Builder encoded =
        RedriveCommand.newBuilder()
            .setQueue(position(command.queue()))
            .setParent(position(command.parent()))
            .setCount(command.count())
            .setRatePerSecond(command.ratePerSecond());
    if (command.fairnessKey() != null) {
      encoded.setFairnessKey(command.fairnessKey());
    }
    return encoded.build();
  }

  private static NackCommand nack(NackMessage command) {
    NackCommand.Builder encoded =
        NackCommand.newBuilder()
            .setQueue(position(command.queue()))
            .setMessage(key(command.message()))
            .setLease(position(command.lease()))
            .setError(command.error())
            .setFailedAtMillis(command.failedAtMillis());
    switch (command.verdict()) {
      case NackVerdict.Retry(var delayMillis) ->
          encoded.setRetry(NackCommand.Retry.newBuilder().setDelayMillis(delayMillis));
      case NackVerdict.DeadLetter() ->
          encoded.setDeadLetter(NackCommand.DeadLetter.getDefaultInstance());
    }
    return encoded.build();
  }

  private static Position position(QueueId id) {
    return Wire.position(id.index(), id.ordinal());
  }

  private static Position position(LeaseId id) {
    return Wire.position(id.index(), id.ordinal());
  }

  private static Position position(Mark mark) {
    return Wire.position(mark.index(), mark.ordinal());
  }

  private static MessageKey key(MessageId id) {
    return MessageKey.newBuilder().setHigh(id.high()).setLow(id.low()).build();
  }

  private static ConsumerKey key(ConsumerId id) {
    return ConsumerKey.newBuilder().setTerm(id.term()).setNumber(id.number()).build();
  }
}
