package dev.vez.ports.recovery;

import dev.vez.domain.id.Place;
import dev.vez.domain.id.QueueId;
import dev.vez.domain.message.Bytes;
import dev.vez.domain.message.FailureHistory;
import dev.vez.domain.record.DelayedRecord;
import dev.vez.domain.record.FailureRecord;
import dev.vez.domain.record.FlowRecord;
import dev.vez.domain.record.IdempotencyKeyRecord;
import dev.vez.domain.record.KeyExpiryRecord;
import dev.vez.domain.record.MessageRecord;
import dev.vez.domain.record.Mutation.Put;
import dev.vez.domain.record.Mutation.Remove;
import dev.vez.domain.record.Mutation.RemoveQueue;
import dev.vez.domain.record.PayloadRecord;
import dev.vez.domain.record.RecordKey;
import dev.vez.domain.record.RecordKey.OfBucket;
import dev.vez.domain.record.RecordKey.OfCatalogue;
import dev.vez.domain.record.RecordKey.OfConfig;
import dev.vez.domain.record.RecordKey.OfConsumer;
import dev.vez.domain.record.RecordKey.OfDelayed;
import dev.vez.domain.record.RecordKey.OfDigest;
import dev.vez.domain.record.RecordKey.OfFailure;
import dev.vez.domain.record.RecordKey.OfFlow;
import dev.vez.domain.record.RecordKey.OfGroup;
import dev.vez.domain.record.RecordKey.OfGroupMark;
import dev.vez.domain.record.RecordKey.OfIdempotencyKey;
import dev.vez.domain.record.RecordKey.OfKeyCount;
import dev.vez.domain.record.RecordKey.OfKeyExpiry;
import dev.vez.domain.record.RecordKey.OfLease;
import dev.vez.domain.record.RecordKey.OfMember;
import dev.vez.domain.record.RecordKey.OfMessage;
import dev.vez.domain.record.RecordKey.OfPayload;
import dev.vez.domain.record.RecordKey.OfPendingChange;
import dev.vez.domain.record.RecordKey.OfQueue;
import dev.vez.domain.record.RecordKey.OfRedrive;
import dev.vez.domain.record.RecordKey.OfShares;
import dev.vez.domain.record.RecordType;
import dev.vez.domain.record.StateRecord;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * All records of a group at one position, as a plain sorted map: what the mutations mean, said as
 * simply as can be. The fake is made of two of them; tests compare a store with one.
 */
public final class RecordImage {

  /** By type, which is what keys are ordered by first: many look for one type alone. */
  private final EnumMap<RecordType, NavigableMap<RecordKey, StateRecord>> records =
      new EnumMap<>(RecordType.class);

  private AppliedPosition position;

  /** Nothing, before the first entry. */
  public RecordImage() {
    for (RecordType type : RecordType.values()) {
      records.put(type, new TreeMap<>(RecordKeyOrder.INSTANCE));
    }
    this.position = AppliedPosition.NONE;
  }

  private RecordImage(RecordImage other) {
    other.records.forEach((type, ofType) -> records.put(type, new TreeMap<>(ofType)));
    this.position = other.position;
  }

  /** An image of its own with the same records. */
  public RecordImage copy() {
    return new RecordImage(this);
  }

  /** Position of the last batch. */
  public AppliedPosition position() {
    return position;
  }

  /** Carries out a batch. */
  public void apply(StoreBatch batch) {
    for (var mutation : batch.mutations()) {
      switch (mutation) {
        case Put(var record) -> {
          RecordKey key = record.key();
          of(key.type()).put(key, record);
        }
        case Remove(var key) -> of(key.type()).remove(key);
        case RemoveQueue(var queue) ->
            records
                .values()
                .forEach(ofType -> ofType.keySet().removeIf(key -> belongsTo(queue, key)));
      }
    }
    position = batch.position();
  }

  /** The record under a key. */
  public Optional<StateRecord> find(RecordKey key) {
    return Optional.ofNullable(of(key.type()).get(key));
  }

  /** Every record, in the order of the keys. */
  public List<StateRecord> all() {
    return records.values().stream().flatMap(ofType -> ofType.values().stream()).toList();
  }

  /** Every record of a type, in the order of the keys. */
  public List<StateRecord> all(RecordType type) {
    return List.copyOf(of(type).values());
  }

  /** As {@link dev.vez.domain.record.StateReader#readMessages} has it. */
  public List<MessageRecord> messages(QueueId queue, String fairnessKey, Place from, int limit) {
    var page = new ArrayList<MessageRecord>();
    for (var record :
        of(RecordType.MESSAGE).tailMap(new OfMessage(queue, fairnessKey, from)).values()) {
      if (page.size() < limit
          && record instanceof MessageRecord message
          && message.queue().equals(queue)
          && message.fairnessKey().equals(fairnessKey)) {
        page.add(message);
      } else {
        break;
      }
    }
    return List.copyOf(page);
  }

  /** As {@link dev.vez.domain.record.StateReader#readPayload} has it. */
  public Optional<Bytes> payload(QueueId queue, Place enqueued) {
    return find(new OfPayload(queue, enqueued)).map(each -> ((PayloadRecord) each).payload());
  }

  /** As {@link dev.vez.domain.record.StateReader#readFailures} has it. */
  public Optional<FailureHistory> failures(QueueId queue, Place enqueued) {
    return find(new OfFailure(queue, enqueued)).map(each -> ((FailureRecord) each).history());
  }

  /** As {@link dev.vez.domain.record.StateReader#readDelayed} has it. */
  public List<DelayedRecord> delayed(QueueId queue, long fromMicros, int limit) {
    return of(RecordType.DELAYED)
        .tailMap(new OfDelayed(queue, fromMicros, Place.NONE))
        .values()
        .stream()
        .map(DelayedRecord.class::cast)
        .takeWhile(each -> each.queue().equals(queue))
        .limit(limit)
        .toList();
  }

  /** As {@link dev.vez.domain.record.StateReader#readFlows} has it. */
  public List<FlowRecord> flows(QueueId queue, @Nullable String afterKey, int limit) {
    boolean isFromFirst = afterKey == null;
    return of(RecordType.FLOW)
        .tailMap(new OfFlow(queue, afterKey == null ? "" : afterKey), isFromFirst)
        .values()
        .stream()
        .map(FlowRecord.class::cast)
        .takeWhile(each -> each.queue().equals(queue))
        .limit(limit)
        .toList();
  }

  /** As {@link dev.vez.domain.record.StateReader#readIdempotencyKey} has it. */
  public Optional<IdempotencyKeyRecord> idempotencyKey(QueueId queue, String idempotencyKey) {
    return find(new OfIdempotencyKey(queue, idempotencyKey)).map(IdempotencyKeyRecord.class::cast);
  }

  /** As {@link dev.vez.domain.record.StateReader#readKeyExpiries} has it. */
  public List<KeyExpiryRecord> keyExpiries(QueueId queue, long fromMicros, int limit) {
    return of(RecordType.KEY_EXPIRY)
        .tailMap(new OfKeyExpiry(queue, fromMicros, ""))
        .values()
        .stream()
        .map(KeyExpiryRecord.class::cast)
        .takeWhile(each -> each.queue().equals(queue))
        .limit(limit)
        .toList();
  }

  private NavigableMap<RecordKey, StateRecord> of(RecordType type) {
    return Objects.requireNonNull(records.get(type));
  }

  private static boolean belongsTo(QueueId queue, RecordKey key) {
    return switch (key) {
      case OfQueue(var owner) -> owner.equals(queue);
      case OfFlow(var owner, var _) -> owner.equals(queue);
      case OfMessage(var owner, var _, var _) -> owner.equals(queue);
      case OfPayload(var owner, var _) -> owner.equals(queue);
      case OfLease(var owner, var _) -> owner.equals(queue);
      case OfConsumer(var owner, var _) -> owner.equals(queue);
      case OfDigest(var owner) -> owner.equals(queue);
      case OfDelayed(var owner, var _, var _) -> owner.equals(queue);
      case OfFailure(var owner, var _) -> owner.equals(queue);
      case OfRedrive(var owner) -> owner.equals(queue);
      case OfIdempotencyKey(var owner, var _) -> owner.equals(queue);
      case OfKeyExpiry(var owner, var _, var _) -> owner.equals(queue);
      case OfKeyCount(var owner) -> owner.equals(queue);
      case OfGroup(),
          OfCatalogue(_),
          OfPendingChange(_, _),
          OfGroupMark(_),
          OfConfig(_),
          OfBucket(_),
          OfShares(_),
          OfMember(_) ->
          false;
    };
  }
}
