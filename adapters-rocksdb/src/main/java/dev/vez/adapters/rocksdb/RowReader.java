package dev.vez.adapters.rocksdb;

import com.google.protobuf.InvalidProtocolBufferException;
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
import dev.vez.domain.record.RecordType;
import dev.vez.domain.record.StateRecord;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.rocksdb.ReadOptions;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;
import org.rocksdb.Slice;

/** Reads records. All but {@link #payload} and {@link #failures} are for the group's loop alone. */
final class RowReader implements AutoCloseable {

  private final Database database;
  private final ReadOptions payloadOptions = new ReadOptions();

  RowReader(Database database) {
    this.database = database;
  }

  /** The payload of a message. May be called by any thread. */
  Optional<Bytes> payload(QueueId queue, Place enqueued)
      throws RocksDBException, DamagedRowException {
    byte[] key = Keys.ofPayload(queue, enqueued);
    byte[] value = database.db().get(database.family(Table.PAYLOADS), payloadOptions, key);
    return value == null ? Optional.empty() : Optional.of(Seal.open(key, value));
  }

  /** The failed attempts of a message. May be called by any thread. */
  Optional<FailureHistory> failures(QueueId queue, Place enqueued)
      throws RocksDBException, DamagedRowException {
    byte[] key = Keys.ofFailure(queue, enqueued);
    byte[] value = database.db().get(database.family(RecordType.FAILURE), payloadOptions, key);
    return value == null
        ? Optional.empty()
        : Optional.of(((FailureRecord) record(RecordType.FAILURE, key, value)).history());
  }

  /** A page of what is delayed in a queue, from those that are due at a time. */
  List<DelayedRecord> delayed(QueueId queue, long fromMicros, int limit)
      throws RocksDBException, DamagedRowException {
    byte[] start = Keys.ofTime(RecordType.DELAYED, queue, fromMicros);
    var records = new ArrayList<DelayedRecord>(Math.clamp(limit, 0, 1_024));
    for (var record : page(RecordType.DELAYED, queue, start, limit)) {
      records.add((DelayedRecord) record);
    }
    return records;
  }

  /** The use of an idempotency key. */
  Optional<IdempotencyKeyRecord> idempotencyKey(QueueId queue, String idempotencyKey)
      throws RocksDBException, DamagedRowException {
    byte[] key = Keys.ofIdempotencyKey(queue, idempotencyKey);
    byte[] value =
        database.db().get(database.family(RecordType.IDEMPOTENCY_KEY), payloadOptions, key);
    return value == null
        ? Optional.empty()
        : Optional.of((IdempotencyKeyRecord) record(RecordType.IDEMPOTENCY_KEY, key, value));
  }

  /** A page of the ends of idempotency keys of a queue, from those at a time. */
  List<KeyExpiryRecord> keyExpiries(QueueId queue, long fromMicros, int limit)
      throws RocksDBException, DamagedRowException {
    byte[] start = Keys.ofTime(RecordType.KEY_EXPIRY, queue, fromMicros);
    var records = new ArrayList<KeyExpiryRecord>(Math.clamp(limit, 0, 1_024));
    for (var record : page(RecordType.KEY_EXPIRY, queue, start, limit)) {
      records.add((KeyExpiryRecord) record);
    }
    return records;
  }

  /** A page of the flows of a queue, from the first or from the one after a key. */
  List<FlowRecord> flows(QueueId queue, @Nullable String afterKey, int limit)
      throws RocksDBException, DamagedRowException {
    byte[] start =
        afterKey == null
            ? Keys.prefixOf(RecordType.FLOW, queue)
            : Keys.next(Keys.ofFlowRecord(queue, afterKey));
    var records = new ArrayList<FlowRecord>(Math.clamp(limit, 0, 1_024));
    for (var record : page(RecordType.FLOW, queue, start, limit)) {
      records.add((FlowRecord) record);
    }
    return records;
  }

  private List<StateRecord> page(RecordType type, QueueId queue, byte[] start, int limit)
      throws RocksDBException, DamagedRowException {
    var records = new ArrayList<StateRecord>(Math.clamp(limit, 0, 1_024));
    try (var end = new Slice(Keys.after(Keys.prefixOf(type, queue)));
        var options = new ReadOptions().setIterateUpperBound(end);
        var rows = database.db().newIterator(database.family(type), options)) {
      for (rows.seek(start); records.size() < limit && rows.isValid(); rows.next()) {
        records.add(record(type, rows.key(), rows.value()));
      }
      rows.status();
    }
    return records;
  }

  /**
   * A page of a flow. It starts at {@code from}, so it never passes the deletions that messages
   * before it left behind, and ends with the flow, so it never meets those of the next.
   */
  List<MessageRecord> messages(QueueId queue, String fairnessKey, Place from, int limit)
      throws RocksDBException, DamagedRowException {
    var messages = new ArrayList<MessageRecord>(Math.clamp(limit, 0, 1_024));
    byte[] flow = Keys.ofFlow(queue, fairnessKey);
    try (var end = new Slice(Keys.after(flow));
        var options = new ReadOptions().setIterateUpperBound(end);
        var rows = database.db().newIterator(database.family(Table.MESSAGES), options)) {
      for (rows.seek(Keys.inFlow(flow, from));
          messages.size() < limit && rows.isValid();
          rows.next()) {
        messages.add(message(queue, fairnessKey, flow.length, rows));
      }
      rows.status();
    }
    return messages;
  }

  /** Visits all records of a type. */
  void scan(RecordType type, Consumer<? super StateRecord> visitor)
      throws RocksDBException, DamagedRowException {
    byte[] prefix = Keys.prefixOf(type);
    // What a scan reads once would push out what is read often.
    try (var end = new Slice(Keys.after(prefix));
        var options = new ReadOptions().setFillCache(false).setIterateUpperBound(end);
        var rows = database.db().newIterator(database.family(type), options)) {
      for (rows.seek(prefix); rows.isValid(); rows.next()) {
        visitor.accept(record(type, rows.key(), rows.value()));
      }
      rows.status();
    }
  }

  @Override
  public void close() {
    payloadOptions.close();
  }

  private static MessageRecord message(
      QueueId queue, String fairnessKey, int prefixBytes, RocksIterator rows)
      throws DamagedRowException {
    byte[] key = rows.key();
    Bytes body = Seal.open(key, rows.value());
    try {
      var place = Keys.place(ByteBuffer.wrap(key).position(prefixBytes));
      return Records.message(queue, fairnessKey, place, body);
    } catch (InvalidProtocolBufferException | RuntimeException e) {
      throw new DamagedRowException("it cannot be decoded", e);
    }
  }

  private static StateRecord record(RecordType type, byte[] key, byte[] value)
      throws DamagedRowException {
    Bytes body = Seal.open(key, value);
    try {
      return Records.read(type, ByteBuffer.wrap(key).position(1), body);
    } catch (InvalidProtocolBufferException | RuntimeException e) {
      throw new DamagedRowException("it cannot be decoded", e);
    }
  }
}
