package dev.vez.adapters.rocksdb;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.vez.domain.id.Place;
import dev.vez.domain.id.QueueId;
import dev.vez.domain.message.Bytes;
import dev.vez.domain.record.MessageRecord;
import dev.vez.domain.record.RecordType;
import dev.vez.domain.record.StateRecord;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.rocksdb.ReadOptions;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;
import org.rocksdb.Slice;

/** Reads records. All but {@link #payload} are for the group's loop alone. */
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
        visitor.accept(record(type, rows));
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

  private static StateRecord record(RecordType type, RocksIterator rows)
      throws DamagedRowException {
    byte[] key = rows.key();
    Bytes body = Seal.open(key, rows.value());
    try {
      return Records.read(type, ByteBuffer.wrap(key).position(1), body);
    } catch (InvalidProtocolBufferException | RuntimeException e) {
      throw new DamagedRowException("it cannot be decoded", e);
    }
  }
}
