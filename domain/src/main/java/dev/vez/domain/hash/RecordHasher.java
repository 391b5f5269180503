package dev.vez.domain.hash;

import dev.vez.domain.command.CatalogueChange;
import dev.vez.domain.id.ConsumerId;
import dev.vez.domain.id.LeaseId;
import dev.vez.domain.id.Mark;
import dev.vez.domain.id.MessageId;
import dev.vez.domain.id.Place;
import dev.vez.domain.id.QueueId;
import dev.vez.domain.id.Ticket;
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
import dev.vez.domain.record.MessageRecord;
import dev.vez.domain.record.PayloadRecord;
import dev.vez.domain.record.PendingChangeRecord;
import dev.vez.domain.record.QueueRecord;
import dev.vez.domain.record.RedriveRecord;
import dev.vez.domain.record.SharesRecord;
import dev.vez.domain.record.StateRecord;
import org.jspecify.annotations.Nullable;

/**
 * Hashes logical records to 128 bits: every component is fed in order into two lanes mixed as in
 * MurmurHash3 x64-128 (Austin Appleby). It detects divergence, it does not resist an attacker. Not
 * thread-safe.
 */
public final class RecordHasher {

  private static final long C1 = 0x87c37b91114253d5L;
  private static final long C2 = 0x4cf5ad432745937fL;

  private static final int DELAYED = 20;
  private static final int FAILURE = 21;
  private static final int HISTORY = 22;
  private static final int REDRIVE = 23;
  private static final int IDEMPOTENCY_KEY = 24;
  private static final int KEY_EXPIRY = 25;
  private static final int KEY_COUNT = 26;
  private static final int SHARES = 27;

  private static final long LINK_DEAD_LETTERS = 20;
  private static final long SET_MAX_ATTEMPTS = 21;
  private static final long SET_GROUP_SETTING = 22;

  private long high;
  private long low;
  private long words;

  /** Hash of a record; a {@link DigestRecord} hashes to {@link Digest#ZERO}. */
  public Digest hash(StateRecord record) {
    switch (record) {
      case DigestRecord ignored -> {
        return Digest.ZERO;
      }
      case PayloadRecord r -> {
        return hashPayload(r.queue(), r.enqueued(), XxHash64.of(r.payload()));
      }
      case GroupRecord r -> {
        start(1).add(r.machineVersion()).add(r.logTimeMicros()).add(r.settings()).add(r.mark());
        add(r.turn());
      }
      case QueueRecord r -> start(2).add(r);
      case FlowRecord r -> {
        start(3).add(r.queue()).add(r.fairnessKey()).add(r.pending()).add(r.leased());
        add(r.delayed())
            .add(r.first())
            .add(r.last())
            .add(r.weight())
            .add(r.deficit())
            .add(r.ticket());
        add(r.visiting()).add(r.bucket());
      }
      case MessageRecord r ->
          start(4).add(r.queue()).add(r.fairnessKey()).add(r.place()).add(r.message());
      case LeaseRecord r -> {
        start(6).add(r.queue()).add(r.id()).add(r.fairnessKey()).add(r.place()).add(r.message());
        add(r.consumer()).add(r.deadlineMicros()).add(r.handedOver());
      }
      case ConsumerRecord r -> {
        start(7).add(r.queue()).add(r.id()).add(r.creditUpTo()).add(r.delivered());
        add(r.handedOver()).add(r.ticket());
      }
      case CatalogueRecord r -> {
        start(8).add(r.name()).add(r.id()).add(r.group()).add(r.config().onEnqueueScript());
        add(r.config().onFailureScript()).add(r.config().visibilityTimeoutMillis());
        add(r.state().name());
      }
      case PendingChangeRecord r ->
          start(9).add(r.group()).add(r.previousMark()).add(r.mark()).add(r.change());
      case FailureRecord r -> {
        return hashFailures(r.queue(), r.enqueued(), hashOf(r.history()));
      }
      case DelayedRecord r -> {
        start(DELAYED).add(r.queue()).add(r.dueMicros()).add(r.place()).add(r.fairnessKey());
        add(r.message()).add(r.isDeadLetter());
      }
      case RedriveRecord r -> {
        start(REDRIVE).add(r.queue()).add(r.id().index()).add((long) r.id().ordinal());
        add(r.parent()).add(r.limit()).addOptional(r.fairnessKey()).add((long) r.ratePerSecond());
        addOptional(r.afterKey()).add(r.moved()).add(r.nextMicros()).add(r.isDone());
      }
      case IdempotencyKeyRecord r -> {
        start(IDEMPOTENCY_KEY).add(r.queue()).add(r.idempotencyKey()).add(r.message());
        add(r.expiresMicros());
      }
      case KeyExpiryRecord r -> {
        start(KEY_EXPIRY).add(r.queue()).add(r.expiresMicros()).add(r.idempotencyKey());
        add(r.message()).add(r.isSuperseded());
      }
      case KeyCountRecord r ->
          start(KEY_COUNT).add(r.queue()).add(r.keys()).add(r.nextExpiryMicros());
      case GroupMarkRecord r -> start(10).add(r.group()).add(r.mark());
      case ConfigRecord r -> start(11).add(r.name()).add(r.value());
      case BucketRecord r -> {
        start(12).add(r.throttleKey()).add(r.rateMicros()).add(r.burstMicros());
        add(r.tokensMicros()).add((long) r.remainder()).add(r.refilledAtMicros()).add(r.turn());
        add(r.removed());
      }
      case SharesRecord r -> {
        start(SHARES).add(r.throttleKey()).add(r.total()).add((long) r.groups().size());
        for (GroupShare share : r.groups()) {
          add(share.mayHave()).add(share.issued()).add(share.due()).add(share.mark());
        }
      }
      case MemberRecord r -> {
        start(20).add(r.nodeId()).add(r.folderId()).add(r.address()).add(r.clientAddress());
        add(r.role().name());
      }
    }
    return finish();
  }

  /** Hash of a {@link PayloadRecord} by the hash of its payload, without the payload itself. */
  public Digest hashPayload(QueueId queue, Place enqueued, long payloadHash) {
    return start(5).add(queue).add(enqueued).add(payloadHash).finish();
  }

  /** Hash of a {@link FailureRecord} by the hash of its history, without the history itself. */
  public Digest hashFailures(QueueId queue, Place enqueued, long failuresHash) {
    return start(FAILURE).add(queue).add(enqueued).add(failuresHash).finish();
  }

  /** Hash of a history of failed attempts; never 0. */
  public long hashOf(FailureHistory history) {
    start(HISTORY).add((long) history.attempts().size());
    for (FailedAttempt attempt : history.attempts()) {
      add((long) attempt.number()).add(attempt.kind().name());
      add(attempt.failedAtMillis()).add(attempt.error());
    }
    long hash = finish().low();
    return hash == 0 ? 1 : hash;
  }

  private RecordHasher start(int type) {
    high = type;
    low = ~type;
    words = 0;
    return this;
  }

  private Digest finish() {
    low ^= words;
    high ^= words;
    low += high;
    high += low;
    low = avalanche(low);
    high = avalanche(high);
    low += high;
    high += low;
    return new Digest(high, low);
  }

  private static long avalanche(long value) {
    long mixed = value;
    mixed ^= mixed >>> 33;
    mixed *= 0xff51afd7ed558ccdL;
    mixed ^= mixed >>> 33;
    mixed *= 0xc4ceb9fe1a85ec53L;
    return mixed ^ (mixed >>> 33);
  }

  private RecordHasher add(long word) {
    low ^= Long.rotateLeft(word * C1, 31) * C2;
    low = (Long.rotateLeft(low, 27) + high) * 5 + 0x52dce729;
    high ^= Long.rotateLeft(word * C2, 33) * C1;
    high = (Long.rotateLeft(high, 31) + low) * 5 + 0x38495ab5;
    words++;
    return this;
  }

  private RecordHasher add(boolean value) {
    return add(value ? 1L : 0L);
  }

  private RecordHasher add(String text) {
    int length = text.length();
    add((long) length);
    long word = 0;
    for (int i = 0; i < length; i++) {
      word = word << 16 | text.charAt(i);
      if ((i & 3) == 3) {
        add(word);
        word = 0;
      }
    }
    return (length & 3) == 0 ? this : add(word);
  }

  private RecordHasher addOptional(@Nullable String text) {
    return text == null ? add(false) : add(true).add(text);
  }

  private RecordHasher add(QueueId id) {
    return add(id.index()).add((long) id.ordinal());
  }

  private RecordHasher add(Place place) {
    return add(place.index()).add((long) place.ordinal());
  }

  private RecordHasher add(LeaseId id) {
    return add(id.index()).add((long) id.ordinal());
  }

  private RecordHasher add(Ticket ticket) {
    return add(ticket.index()).add((long) ticket.ordinal());
  }

  private RecordHasher add(Mark mark) {
    return add(mark.index()).add((long) mark.ordinal());
  }

  private RecordHasher add(BucketLimits limits) {
    return add(limits.rateMicros()).add(limits.burstMicros());
  }

  private RecordHasher add(ConsumerId id) {
    return add(id.term()).add(id.number());
  }

  private RecordHasher add(MessageId id) {
    return add(id.high()).add(id.low());
  }

  private RecordHasher add(MessageInfo message) {
    add(message.id()).add(message.enqueued()).add((long) message.weight());
    add((long) message.throttleKeys().size());
    for (String key : message.throttleKeys()) {
      add(key);
    }
    return add((long) message.attempts())
        .add(message.enqueuedAtMillis())
        .add(message.payloadHash())
        .add(message.failuresHash());
  }

  private RecordHasher add(GroupSettings settings) {
    return add((long) settings.quantum())
        .add((long) settings.inFlightPerQueueMax())
        .add((long) settings.inFlightPerGroupMax())
        .add((long) settings.deliveriesPerEntryMax())
        .add((long) settings.expiriesPerEntryMax())
        .add((long) settings.movesPerEntryMax())
        .add((long) settings.maxAttempts())
        .add(settings.idempotencyWindowMillis())
        .add(settings.idempotencyKeysMax());
  }

  private RecordHasher add(QueueRecord queue) {
    return add(queue.id())
        .add(queue.visibilityTimeoutMillis())
        .add(queue.deadLetters())
        .add((long) queue.maxAttempts());
  }

  private RecordHasher add(CatalogueChange change) {
    switch (change) {
      case CatalogueChange.CreateQueues create -> {
        add(1L).add((long) create.queues().size());
        for (QueueRecord queue : create.queues()) {
          add(queue);
        }
      }
      case CatalogueChange.DeleteQueues delete -> {
        add(2L).add((long) delete.queues().size());
        for (QueueId queue : delete.queues()) {
          add(queue);
        }
      }
      case CatalogueChange.SetBucket(var key, var rateMicros, var burstMicros) ->
          add(3L).add(key).add(rateMicros).add(burstMicros);
      case CatalogueChange.RemoveBucket(var key) -> add(4L).add(key);
      case CatalogueChange.LinkDeadLetters link ->
          add(LINK_DEAD_LETTERS).add(link.queue()).add(link.deadLetters());
      case CatalogueChange.SetMaxAttempts set ->
          add(SET_MAX_ATTEMPTS).add(set.queue()).add((long) set.maxAttempts());
      case CatalogueChange.SetGroupSetting(var setting, var value) ->
          add(SET_GROUP_SETTING).add((long) setting.number()).add(value);
    }
    return this;
  }
}
