package dev.vez.adapters.rocksdb;

import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.MessageLite;
import dev.vez.domain.id.QueueId;
import dev.vez.domain.message.Bytes;
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
import dev.vez.domain.record.IdempotencyKeyRecord;
import dev.vez.domain.record.KeyCountRecord;
import dev.vez.domain.record.KeyExpiryRecord;
import dev.vez.domain.record.LeaseRecord;
import dev.vez.domain.record.MemberRecord;
import dev.vez.domain.record.MessageRecord;
import dev.vez.domain.record.Mutation;
import dev.vez.domain.record.PayloadRecord;
import dev.vez.domain.record.PendingChangeRecord;
import dev.vez.domain.record.QueueRecord;
import dev.vez.domain.record.RecordKey;
import dev.vez.domain.record.RecordType;
import dev.vez.domain.record.RedriveRecord;
import dev.vez.domain.record.SharesRecord;
import dev.vez.domain.record.StateRecord;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.List;
import org.rocksdb.RocksDBException;
import org.rocksdb.WriteBatch;

/**
 * Turns mutations into writes. Rows are built in native memory, so that a payload is copied once
 * here and once by RocksDB. Used by the group's loop alone.
 */
final class BatchWriter {

  /** Types of which a queue has one record, and whose key is the queue's id. */
  private static final List<RecordType> ONE_PER_QUEUE =
      List.of(RecordType.QUEUE, RecordType.DIGEST, RecordType.REDRIVE, RecordType.KEY_COUNT);

  /** Types of which a queue has many records, whose keys begin with the queue's id. */
  private static final List<RecordType> MANY_PER_QUEUE =
      List.of(
          RecordType.CONSUMER,
          RecordType.FLOW,
          RecordType.MESSAGE,
          RecordType.DELAYED,
          RecordType.PAYLOAD,
          RecordType.FAILURE,
          RecordType.IDEMPOTENCY_KEY,
          RecordType.KEY_EXPIRY,
          RecordType.LEASE);

  private static final int KEY_BYTES_AT_FIRST = 4 << 10;
  private static final int VALUE_BYTES_AT_FIRST = 64 << 10;

  private final Database database;
  private ByteBuffer key = ByteBuffer.allocateDirect(KEY_BYTES_AT_FIRST);
  private ByteBuffer value = ByteBuffer.allocateDirect(VALUE_BYTES_AT_FIRST);

  BatchWriter(Database database) {
    this.database = database;
  }

  /** Adds the header. */
  void put(Header header, WriteBatch target) throws RocksDBException {
    key.clear().put(Header.key()).flip();
    header.put(value.clear());
    target.put(database.family(Table.STATE), key, value.flip());
  }

  /** Adds a mutation. */
  void add(Mutation mutation, WriteBatch target) throws RocksDBException {
    switch (mutation) {
      case Mutation.Put(var record) -> put(record, target);
      case Mutation.Remove(var removed) -> {
        setKey(removed);
        target.delete(database.family(removed.type()), key);
      }
      case Mutation.RemoveQueue(var queue) -> removeQueue(queue, target);
    }
  }

  private void put(StateRecord record, WriteBatch target) throws RocksDBException {
    var recordKey = record.key();
    setKey(recordKey);
    setBody(record);
    Seal.end(key, value);
    target.put(database.family(recordKey.type()), key, value.flip());
  }

  private void removeQueue(QueueId queue, WriteBatch target) throws RocksDBException {
    for (var type : ONE_PER_QUEUE) {
      target.delete(database.family(type), Keys.prefixOf(type, queue));
    }
    for (var type : MANY_PER_QUEUE) {
      byte[] prefix = Keys.prefixOf(type, queue);
      target.deleteRange(database.family(type), prefix, Keys.after(prefix));
    }
  }

  private void setKey(RecordKey recordKey) {
    int sizeMax = Keys.sizeMax(recordKey);
    if (key.capacity() < sizeMax) {
      key = ByteBuffer.allocateDirect(sizeMax);
    }
    Keys.put(recordKey, key.clear());
    key.flip();
  }

  private void setBody(StateRecord record) {
    switch (record) {
      case PayloadRecord payload -> setBody(payload.payload());
      case MessageRecord message -> setBody(Rows.of(message));
      case FlowRecord flow -> setBody(Rows.of(flow));
      case LeaseRecord lease -> setBody(Rows.of(lease));
      case DelayedRecord delayed -> setBody(Rows.of(delayed));
      case FailureRecord failure -> setBody(Rows.of(failure));
      case RedriveRecord redrive -> setBody(Rows.of(redrive));
      case IdempotencyKeyRecord used -> setBody(Rows.of(used));
      case KeyExpiryRecord expiry -> setBody(Rows.of(expiry));
      case KeyCountRecord count -> setBody(Rows.of(count));
      case ConsumerRecord consumer -> setBody(Rows.of(consumer));
      case DigestRecord digest -> setBody(Rows.of(digest));
      case GroupRecord group -> setBody(Rows.of(group));
      case QueueRecord queue -> setBody(Rows.of(queue));
      case CatalogueRecord queue -> setBody(Rows.of(queue));
      case PendingChangeRecord change -> setBody(Rows.of(change));
      case GroupMarkRecord mark -> setBody(Rows.of(mark));
      case ConfigRecord entry -> setBody(Rows.of(entry));
      case BucketRecord bucket -> setBody(Rows.of(bucket));
      case SharesRecord shares -> setBody(Rows.of(shares));
      case MemberRecord member -> setBody(Rows.of(member));
    }
  }

  private void setBody(Bytes bytes) {
    beginValue(bytes.size());
    value.put(bytes.array(), bytes.offset(), bytes.size());
  }

  private void setBody(MessageLite row) {
    beginValue(row.getSerializedSize());
    try {
      var out = CodedOutputStream.newInstance(value);
      row.writeTo(out);
      out.flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void beginValue(int bodyBytes) {
    int size = Math.addExact(bodyBytes, Seal.BYTES);
    if (value.capacity() < size) {
      value = ByteBuffer.allocateDirect(size);
    }
    Seal.begin(value.clear());
  }
}
