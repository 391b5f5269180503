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
import dev.vez.domain.message.Bytes;
import dev.vez.domain.message.LeasedMessage;
import dev.vez.domain.message.NewMessage;
import dev.vez.domain.record.BucketLimits;
import dev.vez.domain.record.BucketRecord;
import dev.vez.domain.record.GroupSetting;
import dev.vez.domain.record.GroupSettings;
import dev.vez.domain.record.MemberRecord;
import dev.vez.domain.record.MemberRole;
import dev.vez.domain.record.QueueConfig;
import dev.vez.domain.record.QueueRecord;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/** Any command of any kind. */
final class Commands {

  private Commands() {}

  static Arbitrary<Command> any() {
    return Arbitraries.oneOf(
        becomeLeader().map(it -> it),
        Arbitraries.just(new Tick()).map(it -> it),
        carryOutChange().map(it -> it),
        enqueue().map(it -> it),
        settling(),
        consumers(),
        catalogue());
  }

  static Arbitrary<Bytes> bytes() {
    // A slice of a larger array, as in use.
    return Combinators.combine(
            Arbitraries.bytes().array(byte[].class).ofMaxSize(200),
            Arbitraries.integers().between(0, 3))
        .as(
            (array, cut) ->
                Bytes.wrap(
                    array, Math.min(cut, array.length), Math.max(0, array.length - 2 * cut)));
  }

  private static Arbitrary<Command> settling() {
    Arbitrary<Long> durations = Arbitraries.longs().between(1, 43_200_000);
    return Arbitraries.oneOf(
        Combinators.combine(queueIds(), messageIds(), leaseIds()).as(AckMessage::new),
        Combinators.combine(queueIds(), leasedMessages()).as(AckMessages::new),
        Combinators.combine(queueIds(), leasedMessages()).as(ReleaseLeases::new),
        Combinators.combine(queueIds(), messageIds(), leaseIds(), verdicts(), texts(), counts())
            .as(NackMessage::new),
        Combinators.combine(queueIds(), messageIds(), leaseIds(), durations).as(ExtendLease::new),
        Combinators.combine(
                queueIds(),
                queueIds(),
                counts(),
                texts().injectNull(0.3),
                Arbitraries.integers().between(0, RedriveMessages.RATE_PER_SECOND_MAX))
            .as(RedriveMessages::new));
  }

  private static Arbitrary<List<LeasedMessage>> leasedMessages() {
    return Combinators.combine(messageIds(), leaseIds())
        .as(LeasedMessage::new)
        .list()
        .ofMaxSize(20);
  }

  private static Arbitrary<NackVerdict> verdicts() {
    return Arbitraries.oneOf(
        Arbitraries.longs()
            .between(0, NackVerdict.Retry.DELAY_MILLIS_MAX)
            .map(NackVerdict.Retry::new),
        Arbitraries.just(new NackVerdict.DeadLetter()));
  }

  private static Arbitrary<Command> consumers() {
    return Arbitraries.oneOf(
        Combinators.combine(queueIds(), consumerIds(), counts()).as(AttachConsumer::new),
        Combinators.combine(queueIds(), consumerIds(), leaseIds()).as(DetachConsumer::new),
        Combinators.combine(queueIds(), consumerIds(), counts(), leaseIds()).as(GrantCredit::new));
  }

  private static Arbitrary<Command> catalogue() {
    Arbitrary<QueueConfig> configs =
        Combinators.combine(texts(), texts(), visibilityTimeouts()).as(QueueConfig::new);
    return Arbitraries.oneOf(
        Combinators.combine(texts(), configs, groups()).as(CreateQueue::new),
        texts().map(DeleteQueue::new),
        Combinators.combine(groups(), marks()).as(ConfirmChange::new),
        Combinators.combine(
                Arbitraries.longs().greaterOrEqual(1),
                texts(),
                texts(),
                texts(),
                Arbitraries.of(MemberRole.values()))
            .as(MemberRecord::new)
            .map(AddMember::new),
        Combinators.combine(texts(), limits().list().ofMaxSize(4), groups())
            .as(Commands::moveShares),
        Arbitraries.longs().greaterOrEqual(1).map(RemoveMember::new),
        Combinators.combine(texts(), texts(), configMeanings(), groups(), configLimits())
            .as(SetConfig::new));
  }

  private static Arbitrary<BucketLimits> limits() {
    return Combinators.combine(
            Arbitraries.longs().between(0, BucketRecord.RATE_MICROS_MAX / 4),
            Arbitraries.longs().between(0, BucketRecord.BURST_MICROS_MAX / 4))
        .as((rate, burst) -> new BucketLimits(rate, burst < BucketRecord.MICROS ? 0 : burst));
  }

  private static MoveShares moveShares(String key, List<BucketLimits> shares, int changesMax) {
    return new MoveShares(
        key,
        new BucketLimits(BucketRecord.RATE_MICROS_MAX, BucketRecord.BURST_MICROS_MAX),
        shares,
        changesMax);
  }

  private static Arbitrary<ConfigLimits> configLimits() {
    return Combinators.combine(groups(), Arbitraries.longs().greaterOrEqual(1), groups())
        .as(ConfigLimits::new);
  }

  private static Arbitrary<ConfigMeaning> configMeanings() {
    return Arbitraries.oneOf(
        Arbitraries.just(new ConfigMeaning.Text()),
        Combinators.combine(texts(), counts(), counts()).as(ConfigMeaning.Bucket::new),
        texts().map(ConfigMeaning.NoBucket::new),
        Combinators.combine(texts(), Arbitraries.integers().greaterOrEqual(-1))
            .as(ConfigMeaning.MaxAttempts::new),
        Combinators.combine(Arbitraries.of(GroupSetting.values()), counts())
            .as(ConfigMeaning.OfGroups::new));
  }

  private static Arbitrary<BecomeLeader> becomeLeader() {
    Arbitrary<Integer> limits = Arbitraries.integers().greaterOrEqual(1);
    Arbitrary<GroupSettings> settings =
        Combinators.combine(
                Arbitraries.integers().between(1, 1_000_000),
                limits,
                limits,
                limits,
                limits,
                limits,
                Arbitraries.integers().greaterOrEqual(0),
                settingValues(GroupSetting.IDEMPOTENCY_WINDOW_MILLIS))
            .as(
                (quantum, perQueue, perGroup, deliveries, expiries, moves, attempts, window) ->
                    new GroupSettings(
                            quantum, perQueue, perGroup, deliveries, expiries, moves, attempts)
                        .with(GroupSetting.IDEMPOTENCY_WINDOW_MILLIS, window)
                        .with(GroupSetting.IDEMPOTENCY_KEYS_MAX, window % 1_000));
    return Combinators.combine(settings, limits).as(BecomeLeader::new);
  }

  private static Arbitrary<CarryOutChange> carryOutChange() {
    Arbitrary<CatalogueChange> creations =
        Combinators.combine(queueIds(), visibilityTimeouts(), queueIds(), maxAttempts())
            .as(QueueRecord::new)
            .list()
            .ofMaxSize(3)
            .map(CatalogueChange.CreateQueues::new);
    Arbitrary<CatalogueChange> deletions =
        queueIds().list().ofMaxSize(3).map(CatalogueChange.DeleteQueues::new);
    Arbitrary<String> throttleKeys = texts().filter(key -> !key.isEmpty());
    Arbitrary<Long> micros = Arbitraries.longs().between(0, BucketRecord.RATE_MICROS_MAX);
    Arbitrary<CatalogueChange> buckets =
        Combinators.combine(throttleKeys, micros, micros).as(CatalogueChange.SetBucket::new);
    Arbitrary<CatalogueChange> removals = throttleKeys.map(CatalogueChange.RemoveBucket::new);
    Arbitrary<CatalogueChange> links =
        Combinators.combine(queueIds(), queueIds()).as(CatalogueChange.LinkDeadLetters::new);
    Arbitrary<CatalogueChange> limits =
        Combinators.combine(queueIds(), maxAttempts()).as(CatalogueChange.SetMaxAttempts::new);
    Arbitrary<CatalogueChange> settings =
        Arbitraries.of(GroupSetting.values())
            .flatMap(
                setting ->
                    settingValues(setting)
                        .map(value -> new CatalogueChange.SetGroupSetting(setting, value)));
    Arbitrary<CatalogueChange> changes =
        Arbitraries.oneOf(creations, deletions, buckets, removals, links, limits, settings);
    return Combinators.combine(marks(), marks(), changes).as(CarryOutChange::new);
  }

  private static Arbitrary<EnqueueMessages> enqueue() {
    Arbitrary<NewMessage> messages =
        Combinators.combine(
                messageIds(),
                texts(),
                Arbitraries.integers().greaterOrEqual(1),
                texts().list().ofMaxSize(3),
                counts(),
                bytes(),
                texts())
            .as(NewMessage::new);
    return Combinators.combine(queueIds(), messages.list().ofMaxSize(4)).as(EnqueueMessages::new);
  }

  private static Arbitrary<Long> settingValues(GroupSetting setting) {
    return Arbitraries.longs().between(setting.min(), setting.max());
  }

  private static Arbitrary<String> texts() {
    return Arbitraries.strings()
        .withChars('a', 'Z', '0', ' ', '\u00e9', '\u20ac', '\u0000', '"')
        .ofMaxLength(20);
  }

  private static Arbitrary<Long> counts() {
    return Arbitraries.longs().greaterOrEqual(0);
  }

  private static Arbitrary<Integer> maxAttempts() {
    return Arbitraries.integers().greaterOrEqual(QueueRecord.MAX_ATTEMPTS_OF_GROUP);
  }

  private static Arbitrary<Integer> groups() {
    return Arbitraries.integers().greaterOrEqual(1);
  }

  private static Arbitrary<Integer> ordinals() {
    return Arbitraries.integers().greaterOrEqual(0);
  }

  private static Arbitrary<Long> visibilityTimeouts() {
    return Arbitraries.longs().between(1_000, 43_200_000);
  }

  private static Arbitrary<MessageId> messageIds() {
    return Combinators.combine(Arbitraries.longs(), Arbitraries.longs()).as(MessageId::new);
  }

  private static Arbitrary<QueueId> queueIds() {
    return Combinators.combine(counts(), ordinals()).as(QueueId::new);
  }

  private static Arbitrary<LeaseId> leaseIds() {
    return Combinators.combine(counts(), ordinals()).as(LeaseId::new);
  }

  private static Arbitrary<Mark> marks() {
    return Combinators.combine(counts(), ordinals()).as(Mark::new);
  }

  private static Arbitrary<ConsumerId> consumerIds() {
    return Combinators.combine(
            Arbitraries.longs().greaterOrEqual(1), Arbitraries.longs().greaterOrEqual(1))
        .as(ConsumerId::new);
  }
}
