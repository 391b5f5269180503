package dev.vez.ports.recovery;

import dev.vez.domain.command.CatalogueChange;
import dev.vez.domain.command.CatalogueChange.CreateQueues;
import dev.vez.domain.command.CatalogueChange.DeleteQueues;
import dev.vez.domain.command.CatalogueChange.RemoveBucket;
import dev.vez.domain.command.CatalogueChange.SetBucket;
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
import dev.vez.domain.record.Mutation;
import dev.vez.domain.record.Mutation.Put;
import dev.vez.domain.record.Mutation.Remove;
import dev.vez.domain.record.Mutation.RemoveQueue;
import dev.vez.domain.record.PayloadRecord;
import dev.vez.domain.record.PendingChangeRecord;
import dev.vez.domain.record.QueueConfig;
import dev.vez.domain.record.QueueRecord;
import dev.vez.domain.record.QueueState;
import dev.vez.domain.record.RedriveRecord;
import dev.vez.domain.record.SharesRecord;
import dev.vez.domain.record.StateRecord;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;

/** Random records under few keys, so that they often meet, with any values. */
final class RandomRecords {

  static final List<QueueId> QUEUES =
      List.of(new QueueId(1, 0), new QueueId(1, 1), new QueueId(2, 0));

  static final List<String> FAIRNESS_KEYS = List.of("", "a", "a\0", "ab", "\uFFFF", "\uD83D\uDE00");

  static final List<Place> PLACES =
      List.of(new Place(1, 0), new Place(1, 1), new Place(2, 0), new Place(300, 7));

  private final Random random;

  private RandomRecords(Random random) {
    this.random = random;
  }

  /** Eleven puts and four removals for each removal of a queue. */
  static Arbitrary<Mutation> mutations() {
    return Arbitraries.randomValue(random -> new RandomRecords(random).mutation());
  }

  private Mutation mutation() {
    int choice = random.nextInt(16);
    if (choice == 0) {
      return new RemoveQueue(queue());
    }
    return choice < 5 ? new Remove(record().key()) : new Put(record());
  }

  private StateRecord record() {
    return switch (random.nextInt(21)) {
      case 0 ->
          new GroupRecord(
              positive(),
              number(),
              new GroupSettings(
                  1 + random.nextInt(1_000_000),
                  positive(),
                  positive(),
                  positive(),
                  positive(),
                  positive(),
                  random.nextInt(3),
                  1_000 + random.nextInt(5_000),
                  random.nextInt(3)),
              mark(),
              queue());
      case 1 -> queueRecord();
      case 2 ->
          new FlowRecord(
              queue(),
              oneOf(FAIRNESS_KEYS),
              number(),
              number(),
              number(),
              anyPlace(),
              anyPlace(),
              positive(),
              number(),
              new Ticket(natural(), random.nextInt(3)),
              random.nextBoolean(),
              oneOf(FAIRNESS_KEYS));
      case 3 ->
          new MessageRecord(queue(), oneOf(FAIRNESS_KEYS), oneOf(PLACES), info(oneOf(PLACES)));
      case 4 -> new PayloadRecord(queue(), oneOf(PLACES), bytes());
      case 5 ->
          new LeaseRecord(
              queue(),
              new LeaseId(1, random.nextInt(3)),
              oneOf(FAIRNESS_KEYS),
              anyPlace(),
              info(anyPlace()),
              new ConsumerId(1, 1L + random.nextInt(3)),
              number(),
              random.nextBoolean());
      case 6 ->
          new ConsumerRecord(
              queue(),
              new ConsumerId(1, 1L + random.nextInt(3)),
              number(),
              number(),
              new LeaseId(natural(), random.nextInt(3)),
              new Ticket(natural(), random.nextInt(3)));
      case 7 -> new DigestRecord(queue(), new Digest(number(), number()));
      case 8 ->
          new CatalogueRecord(
              oneOf(FAIRNESS_KEYS),
              queue(),
              positive(),
              new QueueConfig(oneOf(FAIRNESS_KEYS), oneOf(FAIRNESS_KEYS), visibilityTimeout()),
              oneOf(List.of(QueueState.values())));
      case 9 ->
          new PendingChangeRecord(
              random.nextInt(2), mark(), new Mark(1, random.nextInt(3)), catalogueChange());
      case 10 -> new GroupMarkRecord(random.nextInt(3), mark());
      case 11 -> bucket();
      case 12 -> new ConfigRecord(oneOf(FAIRNESS_KEYS), "v" + oneOf(FAIRNESS_KEYS));
      case 13 ->
          new DelayedRecord(
              queue(),
              random.nextInt(4),
              oneOf(PLACES),
              oneOf(FAIRNESS_KEYS),
              info(anyPlace()),
              random.nextBoolean());
      case 16 ->
          new IdempotencyKeyRecord(queue(), "i" + oneOf(FAIRNESS_KEYS), id(), random.nextInt(4));
      case 17 ->
          new KeyExpiryRecord(
              queue(), random.nextInt(4), "i" + oneOf(FAIRNESS_KEYS), id(), random.nextBoolean());
      case 18 -> new KeyCountRecord(queue(), positive(), number());
      case 14 -> new FailureRecord(queue(), oneOf(PLACES), history());
      case 15 ->
          new RedriveRecord(
              queue(),
              new RedriveId(positive(), random.nextInt(3)),
              queue(),
              positive(),
              random.nextBoolean() ? null : oneOf(FAIRNESS_KEYS),
              random.nextInt(3),
              random.nextBoolean() ? null : oneOf(FAIRNESS_KEYS),
              natural(),
              natural(),
              random.nextBoolean());
      case 19 -> shares();
      default ->
          new MemberRecord(
              1 + random.nextInt(3),
              oneOf(FAIRNESS_KEYS),
              "a:" + random.nextInt(3),
              "b:" + random.nextInt(3),
              random.nextBoolean() ? MemberRole.VOTER : MemberRole.LEARNER);
    };
  }

  private MessageId id() {
    return new MessageId(number(), number());
  }

  private CatalogueChange catalogueChange() {
    return switch (random.nextInt(7)) {
      case 5 ->
          new CatalogueChange.SetGroupSetting(GroupSetting.IDEMPOTENCY_KEYS_MAX, random.nextInt(5));
      case 0 -> new CreateQueues(List.of(queueRecord(), queueRecord()));
      case 1 -> new DeleteQueues(List.of(queue(), queue()));
      case 2 -> new SetBucket(throttleKey(), micros(), micros());
      case 3 -> new CatalogueChange.LinkDeadLetters(queue(), queue());
      case 4 -> new CatalogueChange.SetMaxAttempts(queue(), random.nextInt(5) - 1);
      default -> new RemoveBucket(throttleKey());
    };
  }

  private SharesRecord shares() {
    return new SharesRecord(
        throttleKey(),
        limits(),
        Stream.generate(() -> new GroupShare(limits(), limits(), limits(), mark()))
            .limit(random.nextInt(4))
            .toList());
  }

  private BucketLimits limits() {
    return new BucketLimits(micros(), micros());
  }

  private BucketRecord bucket() {
    long burst = micros();
    return new BucketRecord(
        throttleKey(),
        micros(),
        burst,
        random.nextLong(burst + 1),
        random.nextInt(BucketRecord.MICROS),
        natural(),
        queue(),
        random.nextBoolean());
  }

  private String throttleKey() {
    return "k" + oneOf(FAIRNESS_KEYS);
  }

  private long micros() {
    return random.nextLong(BucketRecord.BURST_MICROS_MAX + 1);
  }

  private QueueRecord queueRecord() {
    return new QueueRecord(queue(), visibilityTimeout(), queue(), random.nextInt(5) - 1);
  }

  private FailureHistory history() {
    FailureHistory history = FailureHistory.NONE;
    int count = random.nextInt(4);
    for (int i = 0; i < count; i++) {
      history =
          history.with(
              new FailedAttempt(
                  positive(),
                  oneOf(List.of(FailedAttempt.Kind.values())),
                  natural(),
                  oneOf(FAIRNESS_KEYS)));
    }
    return history;
  }

  private MessageInfo info(Place enqueued) {
    return new MessageInfo(
        id(),
        enqueued,
        positive(),
        random.nextBoolean() ? List.of() : FAIRNESS_KEYS,
        random.nextInt(5),
        number(),
        number(),
        number());
  }

  private Bytes bytes() {
    var array = new byte[random.nextInt(300)];
    random.nextBytes(array);
    int offset = random.nextInt(array.length + 1);
    return Bytes.wrap(array, offset, random.nextInt(array.length - offset + 1));
  }

  private QueueId queue() {
    return oneOf(QUEUES);
  }

  private Mark mark() {
    return new Mark(natural(), random.nextInt(3));
  }

  private Place anyPlace() {
    return random.nextBoolean() ? oneOf(PLACES) : new Place(natural(), random.nextInt(3));
  }

  private long visibilityTimeout() {
    return random.nextLong(
        QueueConfig.VISIBILITY_TIMEOUT_MILLIS_MIN, QueueConfig.VISIBILITY_TIMEOUT_MILLIS_MAX);
  }

  private int positive() {
    return 1 + random.nextInt(Integer.MAX_VALUE);
  }

  private long number() {
    return random.nextBoolean() ? random.nextInt(100) : random.nextLong();
  }

  private long natural() {
    return number() & Long.MAX_VALUE;
  }

  private <T> T oneOf(List<T> choices) {
    return choices.get(random.nextInt(choices.size()));
  }
}
