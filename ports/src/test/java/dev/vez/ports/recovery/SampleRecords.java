package dev.vez.ports.recovery;

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
import dev.vez.domain.record.RedriveRecord;
import dev.vez.domain.record.SharesRecord;
import dev.vez.domain.record.StateRecord;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;

/** Records for tests: every field differs from every other, so that none can stand for another. */
public final class SampleRecords {

  private static final BucketLimits GREATEST =
      new BucketLimits(BucketRecord.RATE_MICROS_MAX, BucketRecord.BURST_MICROS_MAX);

  private SampleRecords() {}

  /** One record of each type, all that can belong to a queue belonging to this one. */
  public static List<StateRecord> ofEveryType(QueueId queue) {
    return List.of(
        group(),
        new QueueRecord(queue, 45_000, new QueueId(46, 49), 50),
        flow(queue, "tenant-1"),
        message(queue, "tenant-1", new Place(21, 2)),
        payload(queue, new Place(20, 1), "payload"),
        lease(queue, new LeaseId(22, 3)),
        consumer(queue, new ConsumerId(4, 5)),
        digest(queue),
        catalogue("orders"),
        pendingChange(2, new Mark(31, 2)),
        new GroupMarkRecord(2, new Mark(31, 2)),
        config("throttle.acme"),
        bucket("provider:slow"),
        shares("provider:slow"),
        new MemberRecord(3, "f-1", "n3:5556", "n3:5555", MemberRole.LEARNER),
        delayed(queue, 1_700_000_060_123_456L, new Place(61, 62)),
        failure(queue, new Place(20, 1)),
        redrive(queue),
        new IdempotencyKeyRecord(queue, "order-1", new MessageId(91, 92), 93),
        new KeyExpiryRecord(queue, 94, "order-2", new MessageId(95, 96), true),
        new KeyCountRecord(queue, 97, 98));
  }

  /** Records with the least and the greatest values that the types allow. */
  public static List<StateRecord> atTheLimits() {
    var last = new QueueId(Long.MAX_VALUE, Integer.MAX_VALUE);
    return List.of(
        new GroupRecord(
            Integer.MAX_VALUE,
            Long.MAX_VALUE,
            new GroupSettings(
                1_000_000,
                Integer.MAX_VALUE,
                Integer.MAX_VALUE,
                Integer.MAX_VALUE,
                Integer.MAX_VALUE,
                Integer.MAX_VALUE,
                Integer.MAX_VALUE,
                86_400_000,
                0),
            Mark.NONE,
            QueueId.NONE),
        new QueueRecord(QueueId.NONE, 1_000),
        new QueueRecord(last, QueueConfig.VISIBILITY_TIMEOUT_MILLIS_MAX, last, Integer.MAX_VALUE),
        new FlowRecord(last, "", 0, 0, 0, Place.NONE, Place.NONE, 1, 0, Ticket.NONE, false, ""),
        new FlowRecord(
            last,
            "z",
            Long.MAX_VALUE,
            Long.MAX_VALUE,
            Long.MAX_VALUE,
            new Place(Long.MAX_VALUE, Integer.MAX_VALUE),
            new Place(Long.MAX_VALUE, Integer.MAX_VALUE),
            Integer.MAX_VALUE,
            Long.MAX_VALUE,
            new Ticket(Long.MAX_VALUE, Integer.MAX_VALUE),
            true,
            "k".repeat(1_024)),
        new MessageRecord(
            last,
            "",
            Place.NONE,
            new MessageInfo(
                new MessageId(Long.MIN_VALUE, -1), Place.NONE, 1, List.of(), 0, 0, 0, 0)),
        new MessageRecord(
            last,
            "",
            new Place(Long.MAX_VALUE, Integer.MAX_VALUE),
            new MessageInfo(
                new MessageId(0, 0),
                Place.NONE,
                Integer.MAX_VALUE,
                List.of("", "\0", "k".repeat(1_024)),
                Integer.MAX_VALUE,
                Long.MAX_VALUE,
                Long.MIN_VALUE,
                Long.MIN_VALUE)),
        new PayloadRecord(last, Place.NONE, Bytes.EMPTY),
        new LeaseRecord(
            last,
            new LeaseId(Long.MAX_VALUE, Integer.MAX_VALUE),
            "",
            Place.NONE,
            new MessageInfo(new MessageId(-1, -1), Place.NONE, 1, List.of(), 0, -1, -1, -1),
            new ConsumerId(Long.MAX_VALUE, Long.MAX_VALUE),
            Long.MAX_VALUE,
            false),
        new ConsumerRecord(
            last, new ConsumerId(1, Long.MAX_VALUE), 0, 0, LeaseId.NONE, Ticket.NONE),
        new DigestRecord(QueueId.NONE, Digest.ZERO),
        new DigestRecord(last, new Digest(-1, Long.MIN_VALUE)),
        new CatalogueRecord("", last, Integer.MAX_VALUE, QueueConfig.DEFAULT, QueueState.CREATING),
        new CatalogueRecord("z", last, 1, QueueConfig.DEFAULT, QueueState.DELETING),
        new PendingChangeRecord(
            1, Mark.NONE, new Mark(Long.MAX_VALUE, Integer.MAX_VALUE), new CreateQueues(List.of())),
        new PendingChangeRecord(2, Mark.NONE, new Mark(2, 0), new SetBucket("k", 0, 0)),
        new PendingChangeRecord(
            2,
            Mark.NONE,
            new Mark(3, 0),
            new SetBucket(
                "k".repeat(1_024), BucketRecord.RATE_MICROS_MAX, BucketRecord.BURST_MICROS_MAX)),
        new PendingChangeRecord(2, Mark.NONE, new Mark(4, 0), new RemoveBucket("k")),
        new PendingChangeRecord(
            Integer.MAX_VALUE,
            Mark.NONE,
            new Mark(1, 0),
            new DeleteQueues(List.of(last, QueueId.NONE))),
        new GroupMarkRecord(0, Mark.NONE),
        new GroupMarkRecord(Integer.MAX_VALUE, new Mark(Long.MAX_VALUE, Integer.MAX_VALUE)),
        new ConfigRecord("", "\0"),
        new ConfigRecord("k".repeat(256), "\u20ac".repeat(341)),
        new BucketRecord("\0", 0, 0, 0, 0, 0, QueueId.NONE, false),
        new BucketRecord(
            "k".repeat(1_024),
            BucketRecord.RATE_MICROS_MAX,
            BucketRecord.BURST_MICROS_MAX,
            BucketRecord.BURST_MICROS_MAX,
            BucketRecord.MICROS - 1,
            Long.MAX_VALUE,
            last,
            true),
        new SharesRecord("\0", BucketLimits.NONE, List.of()),
        new SharesRecord(
            "k".repeat(1_024),
            GREATEST,
            List.of(
                new GroupShare(GREATEST, GREATEST, GREATEST, Mark.NONE),
                new GroupShare(
                    GREATEST,
                    BucketLimits.NONE,
                    GREATEST,
                    new Mark(Long.MAX_VALUE, Integer.MAX_VALUE)))),
        new MemberRecord(1, "", "a:1", "b:2", MemberRole.VOTER),
        new MemberRecord(Long.MAX_VALUE, "f", "a:3", "b:4", MemberRole.LEARNER),
        new DelayedRecord(last, 0, Place.NONE, "", info(Place.NONE), false),
        new DelayedRecord(
            last,
            Long.MAX_VALUE,
            new Place(Long.MAX_VALUE, Integer.MAX_VALUE),
            "z",
            info(Place.NONE),
            true),
        new FailureRecord(last, Place.NONE, FailureHistory.NONE),
        new FailureRecord(
            last,
            new Place(Long.MAX_VALUE, Integer.MAX_VALUE),
            new FailureHistory(
                Collections.nCopies(
                    FailureHistory.ATTEMPTS_MAX,
                    new FailedAttempt(
                        Integer.MAX_VALUE,
                        FailedAttempt.Kind.EXPIRED,
                        Long.MAX_VALUE,
                        "\0\u20ac\"")))),
        new RedriveRecord(
            QueueId.NONE, new RedriveId(1, 0), QueueId.NONE, 1, null, 0, null, 0, 0, false),
        new RedriveRecord(
            last,
            new RedriveId(Long.MAX_VALUE, Integer.MAX_VALUE),
            last,
            Long.MAX_VALUE,
            "",
            Integer.MAX_VALUE,
            "",
            Long.MAX_VALUE,
            Long.MAX_VALUE,
            true),
        new IdempotencyKeyRecord(last, "\u0000", new MessageId(-1, -1), Long.MAX_VALUE),
        new KeyExpiryRecord(last, 0, "k".repeat(128), new MessageId(0, 0), false),
        new KeyCountRecord(last, 1, Long.MAX_VALUE));
  }

  public static GroupRecord group() {
    return new GroupRecord(
        1,
        1_700_000_000_123_456L,
        new GroupSettings(2, 3, 4, 5, 6, 7, 12, 1_013, 14),
        new Mark(8, 9),
        new QueueId(10, 11));
  }

  public static FlowRecord flow(QueueId queue, String fairnessKey) {
    return new FlowRecord(
        queue,
        fairnessKey,
        12,
        13,
        54,
        new Place(14, 15),
        new Place(16, 17),
        18,
        19,
        new Ticket(20, 21),
        true,
        "provider:fast");
  }

  public static MessageRecord message(QueueId queue, String fairnessKey, Place place) {
    return new MessageRecord(queue, fairnessKey, place, info(place));
  }

  /** A message that has moved since its enqueue. */
  public static MessageRecord movedMessage(
      QueueId queue, String fairnessKey, Place place, Place enqueued) {
    return new MessageRecord(queue, fairnessKey, place, info(enqueued));
  }

  public static PayloadRecord payload(QueueId queue, Place enqueued, String text) {
    return new PayloadRecord(queue, enqueued, Bytes.wrap(text.getBytes(StandardCharsets.UTF_8)));
  }

  public static LeaseRecord lease(QueueId queue, LeaseId id) {
    return new LeaseRecord(
        queue,
        id,
        "tenant-2",
        new Place(23, 24),
        info(new Place(25, 26)),
        new ConsumerId(27, 28),
        1_700_000_030_123_456L,
        true);
  }

  public static ConsumerRecord consumer(QueueId queue, ConsumerId id) {
    return new ConsumerRecord(queue, id, 29, 30, new LeaseId(31, 32), new Ticket(33, 34));
  }

  public static DigestRecord digest(QueueId queue) {
    return new DigestRecord(queue, new Digest(35, 36));
  }

  public static CatalogueRecord catalogue(String name) {
    return new CatalogueRecord(
        name,
        new QueueId(37, 38),
        39,
        new QueueConfig("return 40", "return 41", 42_000),
        QueueState.ACTIVE);
  }

  public static PendingChangeRecord pendingChange(int group, Mark mark) {
    return new PendingChangeRecord(
        group,
        new Mark(30, 1),
        mark,
        new CreateQueues(
            List.of(new QueueRecord(new QueueId(47, 48), 50_000, new QueueId(55, 56), 57))));
  }

  public static ConfigRecord config(String key) {
    return new ConfigRecord(key, "51, 52");
  }

  public static SharesRecord shares(String throttleKey) {
    return new SharesRecord(
        throttleKey,
        new BucketLimits(61, 62),
        List.of(
            new GroupShare(
                new BucketLimits(63, 64),
                new BucketLimits(65, 66),
                new BucketLimits(67, 68),
                new Mark(69, 70)),
            new GroupShare(
                BucketLimits.NONE, BucketLimits.NONE, new BucketLimits(71, 72), Mark.NONE)));
  }

  public static BucketRecord bucket(String throttleKey) {
    return new BucketRecord(
        throttleKey, 51, 54, 53, 52, 1_700_000_000_055_055L, new QueueId(56, 57), true);
  }

  public static DelayedRecord delayed(QueueId queue, long dueMicros, Place place) {
    return new DelayedRecord(queue, dueMicros, place, "tenant-3", info(new Place(63, 64)), true);
  }

  public static FailureRecord failure(QueueId queue, Place enqueued) {
    return new FailureRecord(
        queue,
        enqueued,
        new FailureHistory(
            List.of(
                new FailedAttempt(65, FailedAttempt.Kind.NACKED, 66, "it broke"),
                new FailedAttempt(67, FailedAttempt.Kind.EXPIRED, 68, ""))));
  }

  public static RedriveRecord redrive(QueueId queue) {
    return new RedriveRecord(
        queue,
        new RedriveId(69, 70),
        new QueueId(71, 72),
        73,
        "tenant-4",
        74,
        "tenant-5",
        75,
        76,
        true);
  }

  private static MessageInfo info(Place enqueued) {
    return new MessageInfo(
        new MessageId(0x0190_0000_0000_7000L, 0x8000_0000_0000_0001L),
        enqueued,
        43,
        List.of("api", "tenant-1", "api"),
        44,
        1_700_000_000_045L,
        0x4647_4849_5051_5253L,
        0x5455_5657_5859_6061L);
  }
}
