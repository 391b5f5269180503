package dev.vez.adapters.rocksdb;

import dev.vez.domain.id.Place;
import dev.vez.domain.id.QueueId;
import dev.vez.domain.message.Bytes;
import dev.vez.domain.message.FailureHistory;
import dev.vez.domain.record.DelayedRecord;
import dev.vez.domain.record.FlowRecord;
import dev.vez.domain.record.IdempotencyKeyRecord;
import dev.vez.domain.record.KeyExpiryRecord;
import dev.vez.domain.record.MessageRecord;
import dev.vez.domain.record.RecordType;
import dev.vez.domain.record.StateRecord;
import dev.vez.ports.recovery.AppliedPosition;
import dev.vez.ports.recovery.StateStore;
import dev.vez.ports.recovery.StoreBatch;
import dev.vez.ports.recovery.StoreException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.rocksdb.Checkpoint;
import org.rocksdb.FlushOptions;
import org.rocksdb.RocksDBException;
import org.rocksdb.WriteBatch;
import org.rocksdb.WriteOptions;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The state of one group in an open RocksDB. Opened by {@link StoreOpening}. */
final class RocksDbStateStore implements StateStore {

  private static final Logger LOG = LoggerFactory.getLogger(RocksDbStateStore.class);

  /**
   * RocksDB counts its failed flushes and compactions here. Its listeners would say so sooner, but
   * in Java they are not called for every reason.
   */
  private static final String BACKGROUND_ERRORS = "rocksdb.background-errors";

  private final StoreParts parts;
  private final Database database;
  private final SyncedMark syncedMark;
  private final FailStop failStop;
  private final Gate gate;
  private final BatchWriter batches;
  private final RowReader rows;
  private final WriteOptions writeOptions;
  private volatile AppliedPosition applied;

  RocksDbStateStore(StoreParts parts, AppliedPosition applied) {
    this.parts = parts;
    this.database = parts.database();
    this.syncedMark = parts.syncedMark();
    this.failStop = parts.failStop();
    this.gate = new Gate(parts.name());
    this.batches = new BatchWriter(database);
    this.rows = new RowReader(database);
    this.writeOptions = new WriteOptions().setDisableWAL(parts.durability() == Durability.LOG);
    this.applied = applied;
  }

  @Override
  public AppliedPosition applied() {
    return applied;
  }

  @Override
  public void write(StoreBatch batch) {
    gate.enter();
    try (var target = new WriteBatch()) {
      requireHealthy();
      requireAboveApplied(batch.position());
      batches.put(new Header(parts.group(), batch.position()), target);
      for (var mutation : batch.mutations()) {
        batches.add(mutation, target);
      }
      database.db().write(writeOptions, target);
      applied = batch.position();
    } catch (RocksDBException e) {
      throw failStop.fail("a write failed", e);
    } finally {
      gate.leave();
    }
  }

  @Override
  public void sync() {
    gate.enter();
    try {
      requireHealthy();
      long covered = applied.index();
      switch (parts.durability()) {
        case WAL -> database.db().syncWal();
        case LOG -> flush();
      }
      requireHealthy();
      syncedMark.advance(covered);
    } catch (RocksDBException | IOException e) {
      throw failStop.fail("a sync failed", e);
    } finally {
      gate.leave();
    }
  }

  @Override
  public List<MessageRecord> readMessages(
      QueueId queue, String fairnessKey, Place from, int limit) {
    gate.enter();
    try {
      return rows.messages(queue, fairnessKey, from, limit);
    } catch (RocksDBException | DamagedRowException e) {
      throw failedToRead(RecordType.MESSAGE, e);
    } finally {
      gate.leave();
    }
  }

  @Override
  public Optional<Bytes> readPayload(QueueId queue, Place enqueued) {
    gate.enter();
    try {
      return rows.payload(queue, enqueued);
    } catch (RocksDBException | DamagedRowException e) {
      throw failedToRead(RecordType.PAYLOAD, e);
    } finally {
      gate.leave();
    }
  }

  @Override
  public Optional<FailureHistory> readFailures(QueueId queue, Place enqueued) {
    gate.enter();
    try {
      return rows.failures(queue, enqueued);
    } catch (RocksDBException | DamagedRowException e) {
      throw failedToRead(RecordType.FAILURE, e);
    } finally {
      gate.leave();
    }
  }

  @Override
  public List<DelayedRecord> readDelayed(QueueId queue, long fromMicros, int limit) {
    gate.enter();
    try {
      return rows.delayed(queue, fromMicros, limit);
    } catch (RocksDBException | DamagedRowException e) {
      throw failedToRead(RecordType.DELAYED, e);
    } finally {
      gate.leave();
    }
  }

  @Override
  public List<FlowRecord> readFlows(QueueId queue, @Nullable String afterKey, int limit) {
    gate.enter();
    try {
      return rows.flows(queue, afterKey, limit);
    } catch (RocksDBException | DamagedRowException e) {
      throw failedToRead(RecordType.FLOW, e);
    } finally {
      gate.leave();
    }
  }

  @Override
  public Optional<IdempotencyKeyRecord> readIdempotencyKey(QueueId queue, String idempotencyKey) {
    gate.enter();
    try {
      return rows.idempotencyKey(queue, idempotencyKey);
    } catch (RocksDBException | DamagedRowException e) {
      throw failedToRead(RecordType.IDEMPOTENCY_KEY, e);
    } finally {
      gate.leave();
    }
  }

  @Override
  public List<KeyExpiryRecord> readKeyExpiries(QueueId queue, long fromMicros, int limit) {
    gate.enter();
    try {
      return rows.keyExpiries(queue, fromMicros, limit);
    } catch (RocksDBException | DamagedRowException e) {
      throw failedToRead(RecordType.KEY_EXPIRY, e);
    } finally {
      gate.leave();
    }
  }

  @Override
  public void scan(RecordType type, Consumer<? super StateRecord> visitor) {
    gate.enter();
    try {
      rows.scan(type, visitor);
    } catch (RocksDBException | DamagedRowException e) {
      throw failedToRead(type, e);
    } finally {
      gate.leave();
    }
  }

  @Override
  public AppliedPosition checkpoint(Path folder) {
    gate.enter();
    try {
      requireHealthy();
      if (Files.exists(folder)) {
        throw new StoreException("Expected no folder at " + folder + ", but there is one");
      }
      createCheckpoint(folder.toAbsolutePath());
      var position = parts.inspector().position(folder, parts.group());
      if (!position.equals(applied)) {
        throw new StoreException(
            "Expected the checkpoint in "
                + folder
                + " at "
                + applied
                + ", but it is at "
                + position);
      }
      return position;
    } finally {
      gate.leave();
    }
  }

  /** Also brings everything into files, so that the next start has no log to read. */
  @Override
  public void close() {
    if (!gate.close()) {
      return;
    }
    try {
      if (!failStop.hasFailed()) {
        flush();
        syncedMark.advance(applied.index());
      }
    } catch (RocksDBException | IOException e) {
      LOG.warn("{} could not be written out when it was closed", parts.name(), e);
    } finally {
      free();
    }
  }

  private void free() {
    writeOptions.close();
    rows.close();
    database.close();
    try {
      syncedMark.close();
    } catch (IOException e) {
      LOG.warn("The mark of {} could not be closed", parts.name(), e);
    }
    parts.onClosed().run();
  }

  private void createCheckpoint(Path folder) {
    try (var checkpoint = Checkpoint.create(database.db())) {
      checkpoint.createCheckpoint(folder.toString());
      Folders.syncParent(folder);
    } catch (RocksDBException | IOException e) {
      throw new StoreException(parts.name() + ": no checkpoint in " + folder, e);
    }
  }

  private void flush() throws RocksDBException {
    try (var options = new FlushOptions().setWaitForFlush(true)) {
      database.db().flush(options, database.families());
    }
  }

  private void requireHealthy() {
    failStop.check();
    try {
      if (database.db().getLongProperty(BACKGROUND_ERRORS) > 0) {
        throw failStop.fail("RocksDB failed in the background");
      }
    } catch (RocksDBException e) {
      throw failStop.fail("RocksDB does not say whether it failed", e);
    }
  }

  private void requireAboveApplied(AppliedPosition position) {
    if (position.index() <= applied.index()) {
      throw new IllegalArgumentException(
          "Expected an index above " + applied.index() + ", but got " + position.index());
    }
  }

  private StoreException failedToRead(RecordType type, Exception cause) {
    return failStop.fail("a record of type " + type + " cannot be read", cause);
  }
}
