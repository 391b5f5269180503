package dev.vez.domain.machine;

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
import dev.vez.domain.record.Mutation;
import dev.vez.domain.record.PayloadRecord;
import dev.vez.domain.record.RecordKey;
import dev.vez.domain.record.RecordType;
import dev.vez.domain.record.StateReader;
import dev.vez.domain.record.StateRecord;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A store in sorted maps, and no more than that. */
final class MapStore implements StateReader {

  private static final Comparator<RecordKey> BY_KEY =
      Comparator.comparing(MapStore::queueOf)
          .thenComparing(MapStore::textOf)
          .thenComparingLong(MapStore::high)
          .thenComparingLong(MapStore::low);

  private final Map<RecordType, TreeMap<RecordKey, StateRecord>> records =
      new EnumMap<>(RecordType.class);

  MapStore() {
    for (RecordType type : RecordType.values()) {
      records.put(type, new TreeMap<>(BY_KEY));
    }
  }

  void write(List<Mutation> mutations) {
    for (Mutation mutation : mutations) {
      switch (mutation) {
        case Mutation.Put(StateRecord record) -> of(record.key().type()).put(record.key(), record);
        case Mutation.Remove(RecordKey key) -> {
          if (of(key.type()).remove(key) == null) {
            throw new AssertionError("Expected a record under " + key + " to remove");
          }
        }
        case Mutation.RemoveQueue(QueueId queue) ->
            records
                .values()
                .forEach(rows -> rows.keySet().removeIf(key -> queueOf(key).equals(queue)));
      }
    }
  }

  @Override
  public List<MessageRecord> readMessages(
      QueueId queue, String fairnessKey, Place from, int limit) {
    List<MessageRecord> page = new ArrayList<>();
    RecordKey start = new RecordKey.OfMessage(queue, fairnessKey, from);
    for (StateRecord record : of(RecordType.MESSAGE).tailMap(start, true).values()) {
      if (page.size() == limit
          || !(record instanceof MessageRecord message)
          || !message.queue().equals(queue)
          || !message.fairnessKey().equals(fairnessKey)) {
        break;
      }
      page.add(message);
    }
    return page;
  }

  @Override
  public Optional<Bytes> readPayload(QueueId queue, Place enqueued) {
    StateRecord record = of(RecordType.PAYLOAD).get(new RecordKey.OfPayload(queue, enqueued));
    return record instanceof PayloadRecord payload
        ? Optional.of(payload.payload())
        : Optional.empty();
  }

  @Override
  public Optional<FailureHistory> readFailures(QueueId queue, Place enqueued) {
    StateRecord record = of(RecordType.FAILURE).get(new RecordKey.OfFailure(queue, enqueued));
    return record instanceof FailureRecord failure
        ? Optional.of(failure.history())
        : Optional.empty();
  }

  @Override
  public List<DelayedRecord> readDelayed(QueueId queue, long fromMicros, int limit) {
    RecordKey start = new RecordKey.OfDelayed(queue, fromMicros, Place.NONE);
    return of(RecordType.DELAYED).tailMap(start, true).values().stream()
        .map(DelayedRecord.class::cast)
        .takeWhile(delayed -> delayed.queue().equals(queue))
        .limit(limit)
        .toList();
  }

  @Override
  public List<FlowRecord> readFlows(QueueId queue, @Nullable String afterKey, int limit) {
    RecordKey start = new RecordKey.OfFlow(queue, afterKey == null ? "" : afterKey);
    return of(RecordType.FLOW).tailMap(start, afterKey == null).values().stream()
        .map(FlowRecord.class::cast)
        .takeWhile(flow -> flow.queue().equals(queue))
        .limit(limit)
        .toList();
  }

  @Override
  public Optional<IdempotencyKeyRecord> readIdempotencyKey(QueueId queue, String idempotencyKey) {
    RecordKey key = new RecordKey.OfIdempotencyKey(queue, idempotencyKey);
    return Optional.ofNullable((IdempotencyKeyRecord) of(RecordType.IDEMPOTENCY_KEY).get(key));
  }

  @Override
  public List<KeyExpiryRecord> readKeyExpiries(QueueId queue, long fromMicros, int limit) {
    return of(RecordType.KEY_EXPIRY).values().stream()
        .map(KeyExpiryRecord.class::cast)
        .filter(each -> each.queue().equals(queue) && each.expiresMicros() >= fromMicros)
        .sorted(
            Comparator.comparingLong(KeyExpiryRecord::expiresMicros)
                .thenComparing(KeyExpiryRecord::idempotencyKey))
        .limit(limit)
        .toList();
  }

  @Override
  public void scan(RecordType type, Consumer<? super StateRecord> visitor) {
    List.copyOf(of(type).values()).forEach(visitor);
  }

  <R extends StateRecord> List<R> all(Class<R> type) {
    return records.values().stream()
        .flatMap(rows -> rows.values().stream())
        .filter(type::isInstance)
        .map(type::cast)
        .toList();
  }

  private NavigableMap<RecordKey, StateRecord> of(RecordType type) {
    NavigableMap<RecordKey, StateRecord> rows = records.get(type);
    if (rows == null) {
      throw new AssertionError(type);
    }
    return rows;
  }

  private static QueueId queueOf(RecordKey key) {
    return switch (key) {
      case RecordKey.OfQueue k -> k.queue();
      case RecordKey.OfFlow k -> k.queue();
      case RecordKey.OfMessage k -> k.queue();
      case RecordKey.OfPayload k -> k.queue();
      case RecordKey.OfLease k -> k.queue();
      case RecordKey.OfConsumer k -> k.queue();
      case RecordKey.OfDigest k -> k.queue();
      case RecordKey.OfDelayed k -> k.queue();
      case RecordKey.OfFailure k -> k.queue();
      case RecordKey.OfRedrive k -> k.queue();
      case RecordKey.OfIdempotencyKey k -> k.queue();
      case RecordKey.OfKeyExpiry k -> k.queue();
      case RecordKey.OfKeyCount k -> k.queue();
      case RecordKey.OfGroup _,
          RecordKey.OfCatalogue _,
          RecordKey.OfPendingChange _,
          RecordKey.OfGroupMark _,
          RecordKey.OfConfig _,
          RecordKey.OfBucket _,
          RecordKey.OfShares _,
          RecordKey.OfMember _ ->
          QueueId.NONE;
    };
  }

  private static String textOf(RecordKey key) {
    return switch (key) {
      case RecordKey.OfFlow k -> k.fairnessKey();
      case RecordKey.OfMessage k -> k.fairnessKey();
      case RecordKey.OfCatalogue k -> k.name();
      case RecordKey.OfConfig k -> k.name();
      case RecordKey.OfBucket k -> k.throttleKey();
      case RecordKey.OfShares k -> k.throttleKey();
      case RecordKey.OfIdempotencyKey k -> k.idempotencyKey();
      case RecordKey.OfKeyExpiry k -> k.idempotencyKey();
      case RecordKey.OfQueue _,
          RecordKey.OfPayload _,
          RecordKey.OfLease _,
          RecordKey.OfConsumer _,
          RecordKey.OfDigest _,
          RecordKey.OfGroup _,
          RecordKey.OfPendingChange _,
          RecordKey.OfDelayed _,
          RecordKey.OfFailure _,
          RecordKey.OfRedrive _,
          RecordKey.OfKeyCount _,
          RecordKey.OfGroupMark _,
          RecordKey.OfMember _ ->
          "";
    };
  }

  private static long high(RecordKey key) {
    return switch (key) {
      case RecordKey.OfMessage k -> k.place().index();
      case RecordKey.OfPayload k -> k.enqueued().index();
      case RecordKey.OfLease k -> k.lease().index();
      case RecordKey.OfConsumer k -> k.consumer().term();
      case RecordKey.OfPendingChange k -> k.group() * 1_000_000L + k.mark().index();
      case RecordKey.OfGroupMark k -> k.group();
      case RecordKey.OfMember k -> k.nodeId();
      case RecordKey.OfDelayed k -> k.dueMicros();
      case RecordKey.OfKeyExpiry k -> k.expiresMicros();
      case RecordKey.OfFailure k -> k.enqueued().index();
      case RecordKey.OfQueue _,
          RecordKey.OfFlow _,
          RecordKey.OfRedrive _,
          RecordKey.OfIdempotencyKey _,
          RecordKey.OfKeyCount _,
          RecordKey.OfDigest _,
          RecordKey.OfGroup _,
          RecordKey.OfCatalogue _,
          RecordKey.OfConfig _,
          RecordKey.OfBucket _,
          RecordKey.OfShares _ ->
          0;
    };
  }

  private static long low(RecordKey key) {
    return switch (key) {
      case RecordKey.OfMessage k -> k.place().ordinal();
      case RecordKey.OfPayload k -> k.enqueued().ordinal();
      case RecordKey.OfLease k -> k.lease().ordinal();
      case RecordKey.OfConsumer k -> k.consumer().number();
      case RecordKey.OfPendingChange k -> k.mark().ordinal();
      case RecordKey.OfDelayed k -> k.place().index() * 1_000_000L + k.place().ordinal();
      case RecordKey.OfFailure k -> k.enqueued().ordinal();
      case RecordKey.OfGroupMark _,
          RecordKey.OfMember _,
          RecordKey.OfQueue _,
          RecordKey.OfFlow _,
          RecordKey.OfRedrive _,
          RecordKey.OfIdempotencyKey _,
          RecordKey.OfKeyExpiry _,
          RecordKey.OfKeyCount _,
          RecordKey.OfDigest _,
          RecordKey.OfGroup _,
          RecordKey.OfCatalogue _,
          RecordKey.OfConfig _,
          RecordKey.OfBucket _,
          RecordKey.OfShares _ ->
          0;
    };
  }
}
