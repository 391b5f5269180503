package dev.vez.adapters.rocksdb;

import dev.vez.domain.id.ConsumerId;
import dev.vez.domain.id.LeaseId;
import dev.vez.domain.id.Mark;
import dev.vez.domain.id.Place;
import dev.vez.domain.id.QueueId;
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
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * Keys as bytes, whose unsigned order is that of the records. Numbers are never negative and stand
 * big-endian; a position in a log takes twelve bytes. The type's tag comes first.
 */
final class Keys {

  /** Bytes of a position in a log: an index of eight and an ordinal of four. */
  static final int POSITION_BYTES = Long.BYTES + Integer.BYTES;

  /** Bytes that a key takes at most beside its text. */
  private static final int NUMBERS_BYTES_MAX = 1 + 3 * POSITION_BYTES;

  private Keys() {}

  /** Bytes that the key of a record takes at most. */
  static int sizeMax(RecordKey key) {
    return switch (key) {
      case OfFlow(var _, var fairnessKey) -> NUMBERS_BYTES_MAX + OrderedText.sizeMax(fairnessKey);
      case OfMessage(var _, var fairnessKey, var _) ->
          NUMBERS_BYTES_MAX + OrderedText.sizeMax(fairnessKey);
      case OfCatalogue(var name) -> NUMBERS_BYTES_MAX + OrderedText.sizeMax(name);
      case OfIdempotencyKey(var _, var used) -> NUMBERS_BYTES_MAX + OrderedText.sizeMax(used);
      case OfKeyExpiry(var _, var _, var used) -> NUMBERS_BYTES_MAX + OrderedText.sizeMax(used);
      case OfConfig(var name) -> NUMBERS_BYTES_MAX + OrderedText.sizeMax(name);
      case OfShares(var throttleKey) -> NUMBERS_BYTES_MAX + OrderedText.sizeMax(throttleKey);
      case OfBucket(var throttleKey) -> NUMBERS_BYTES_MAX + OrderedText.sizeMax(throttleKey);
      case OfGroup(),
          OfQueue(_),
          OfPayload(_, _),
          OfLease(_, _),
          OfConsumer(_, _),
          OfDigest(_),
          OfPendingChange(_, _),
          OfGroupMark(_),
          OfDelayed(_, _, _),
          OfFailure(_, _),
          OfRedrive(_),
          OfKeyCount(_),
          OfMember(_) ->
          NUMBERS_BYTES_MAX;
    };
  }

  /** Writes the key of a record. */
  static void put(RecordKey key, ByteBuffer target) {
    target.put(Tags.of(key.type()));
    switch (key) {
      case OfGroup() -> {}
      case OfQueue(var queue) -> put(queue, target);
      case OfFlow(var queue, var fairnessKey) -> putFlow(queue, fairnessKey, target);
      case OfMessage(var queue, var fairnessKey, var place) -> {
        putFlow(queue, fairnessKey, target);
        put(place, target);
      }
      case OfPayload(var queue, var enqueued) -> {
        put(queue, target);
        put(enqueued, target);
      }
      case OfLease(var queue, var lease) -> {
        put(queue, target);
        target.putLong(lease.index()).putInt(lease.ordinal());
      }
      case OfConsumer(var queue, var consumer) -> {
        put(queue, target);
        target.putLong(consumer.term()).putLong(consumer.number());
      }
      case OfDigest(var queue) -> put(queue, target);
      case OfDelayed(var queue, var dueMicros, var place) -> {
        put(queue, target);
        target.putLong(dueMicros);
        put(place, target);
      }
      case OfFailure(var queue, var enqueued) -> {
        put(queue, target);
        put(enqueued, target);
      }
      case OfRedrive(var queue) -> put(queue, target);
      case OfIdempotencyKey(var queue, var used) -> {
        put(queue, target);
        OrderedText.put(used, target);
      }
      case OfKeyExpiry(var queue, var expiresMicros, var used) -> {
        put(queue, target);
        target.putLong(expiresMicros);
        OrderedText.put(used, target);
      }
      case OfKeyCount(var queue) -> put(queue, target);
      case OfCatalogue(var name) -> OrderedText.put(name, target);
      case OfConfig(var name) -> OrderedText.put(name, target);
      case OfPendingChange(var group, var mark) ->
          target.putInt(group).putLong(mark.index()).putInt(mark.ordinal());
      case OfGroupMark(var group) -> target.putInt(group);
      case OfBucket(var throttleKey) -> OrderedText.put(throttleKey, target);
      case OfShares(var throttleKey) -> OrderedText.put(throttleKey, target);
      case OfMember(var nodeId) -> target.putLong(nodeId);
    }
  }

  private static void putFlow(QueueId queue, String fairnessKey, ByteBuffer target) {
    put(queue, target);
    OrderedText.put(fairnessKey, target);
  }

  /** The key of a payload. */
  static byte[] ofPayload(QueueId queue, Place enqueued) {
    return ofEnqueue(RecordType.PAYLOAD, queue, enqueued);
  }

  /** The key of the failed attempts of a message. */
  static byte[] ofFailure(QueueId queue, Place enqueued) {
    return ofEnqueue(RecordType.FAILURE, queue, enqueued);
  }

  private static byte[] ofEnqueue(RecordType type, QueueId queue, Place enqueued) {
    var key = ByteBuffer.allocate(1 + 2 * POSITION_BYTES).put(Tags.of(type));
    put(queue, key);
    put(enqueued, key);
    return key.array();
  }

  /** What comes before the keys of the records of a queue that are due from this time on. */
  static byte[] ofTime(RecordType type, QueueId queue, long fromMicros) {
    var key = ByteBuffer.allocate(1 + POSITION_BYTES + Long.BYTES);
    put(queue, key.put(Tags.of(type)));
    return key.putLong(fromMicros).array();
  }

  /** The key of the use of an idempotency key. */
  static byte[] ofIdempotencyKey(QueueId queue, String idempotencyKey) {
    var key = ByteBuffer.allocate(1 + POSITION_BYTES + OrderedText.sizeMax(idempotencyKey));
    put(queue, key.put(Tags.of(RecordType.IDEMPOTENCY_KEY)));
    OrderedText.put(idempotencyKey, key);
    return Arrays.copyOf(key.array(), key.position());
  }

  /** The key of a flow. */
  static byte[] ofFlowRecord(QueueId queue, String fairnessKey) {
    var key = ByteBuffer.allocate(NUMBERS_BYTES_MAX + OrderedText.sizeMax(fairnessKey));
    putFlow(queue, fairnessKey, key.put(Tags.of(RecordType.FLOW)));
    return Arrays.copyOf(key.array(), key.position());
  }

  /** What the keys of all messages of a flow begin with. */
  static byte[] ofFlow(QueueId queue, String fairnessKey) {
    var key = ByteBuffer.allocate(NUMBERS_BYTES_MAX + OrderedText.sizeMax(fairnessKey));
    putFlow(queue, fairnessKey, key.put(Tags.of(RecordType.MESSAGE)));
    return Arrays.copyOf(key.array(), key.position());
  }

  /** The key of a message in a flow. */
  static byte[] inFlow(byte[] flow, Place place) {
    var key = ByteBuffer.allocate(flow.length + POSITION_BYTES).put(flow);
    put(place, key);
    return key.array();
  }

  /** What all keys of a type begin with. */
  static byte[] prefixOf(RecordType type) {
    return new byte[] {Tags.of(type)};
  }

  /** What the keys of a queue's records of a type begin with. */
  static byte[] prefixOf(RecordType type, QueueId queue) {
    var key = ByteBuffer.allocate(1 + POSITION_BYTES).put(Tags.of(type));
    put(queue, key);
    return key.array();
  }

  /**
   * The least key that is above every key with this prefix.
   *
   * @param prefix at least one of its bytes must not be 255
   */
  static byte[] after(byte[] prefix) {
    byte[] next = prefix.clone();
    int i = next.length - 1;
    while (++next[i] == 0) {
      i--;
    }
    return next;
  }

  /** The least key above this one. */
  static byte[] next(byte[] key) {
    return Arrays.copyOf(key, key.length + 1);
  }

  static QueueId queueId(ByteBuffer source) {
    return new QueueId(source.getLong(), source.getInt());
  }

  static Place place(ByteBuffer source) {
    return new Place(source.getLong(), source.getInt());
  }

  static LeaseId leaseId(ByteBuffer source) {
    return new LeaseId(source.getLong(), source.getInt());
  }

  static Mark mark(ByteBuffer source) {
    return new Mark(source.getLong(), source.getInt());
  }

  static ConsumerId consumerId(ByteBuffer source) {
    return new ConsumerId(source.getLong(), source.getLong());
  }

  private static void put(QueueId queue, ByteBuffer target) {
    target.putLong(queue.index()).putInt(queue.ordinal());
  }

  private static void put(Place place, ByteBuffer target) {
    target.putLong(place.index()).putInt(place.ordinal());
  }
}
