package dev.vez.ports.recovery;

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
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.IntUnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A store that knows what it has not synced, and loses it at {@link #close} and in a crash: the
 * least that the contract promises. It fails on request.
 */
public final class InMemoryStateStore implements StateStore {

  private enum Operation {
    READ,
    WRITE,
    SYNC
  }

  private final int group;
  private final RecordImage synced;
  private final RecordImage current;
  private final List<StoreBatch> unsynced = new ArrayList<>();
  private final InMemoryCheckpoints checkpoints;
  private final Runnable onClosed;
  private @Nullable Operation failNext;
  private boolean failed;
  private boolean closed;

  InMemoryStateStore(
      int group, RecordImage synced, InMemoryCheckpoints checkpoints, Runnable onClosed) {
    this.group = group;
    this.synced = synced;
    this.current = synced.copy();
    this.checkpoints = checkpoints;
    this.onClosed = onClosed;
  }

  /** Makes the next write fail. Nothing of its batch is kept. */
  public synchronized void failNextWrite() {
    failNext = Operation.WRITE;
  }

  /** Makes the next sync fail. What it should have covered stays unsynced. */
  public synchronized void failNextSync() {
    failNext = Operation.SYNC;
  }

  /** Makes the next read of any kind fail. */
  public synchronized void failNextRead() {
    failNext = Operation.READ;
  }

  /** Batches written since the last sync. */
  public synchronized int unsyncedBatches() {
    return unsynced.size();
  }

  /** A copy of everything written so far; also of a store that is closed. */
  public synchronized RecordImage image() {
    return current.copy();
  }

  @Override
  public synchronized AppliedPosition applied() {
    return current.position();
  }

  @Override
  public synchronized void write(StoreBatch batch) {
    enter(Operation.WRITE);
    if (batch.position().index() <= current.position().index()) {
      throw new IllegalArgumentException(
          "Expected an index above "
              + current.position().index()
              + ", but got "
              + batch.position().index());
    }
    var own = new StoreBatch(batch.position(), List.copyOf(batch.mutations()));
    current.apply(own);
    unsynced.add(own);
  }

  @Override
  public synchronized void sync() {
    enter(Operation.SYNC);
    unsynced.forEach(synced::apply);
    unsynced.clear();
  }

  @Override
  public synchronized AppliedPosition checkpoint(Path folder) {
    enter(Operation.READ);
    checkpoints.put(folder, group, current.copy());
    return current.position();
  }

  @Override
  public synchronized List<MessageRecord> readMessages(
      QueueId queue, String fairnessKey, Place from, int limit) {
    enter(Operation.READ);
    return current.messages(queue, fairnessKey, from, limit);
  }

  @Override
  public synchronized Optional<Bytes> readPayload(QueueId queue, Place enqueued) {
    enter(Operation.READ);
    return current.payload(queue, enqueued);
  }

  @Override
  public synchronized Optional<FailureHistory> readFailures(QueueId queue, Place enqueued) {
    enter(Operation.READ);
    return current.failures(queue, enqueued);
  }

  @Override
  public synchronized List<DelayedRecord> readDelayed(QueueId queue, long fromMicros, int limit) {
    enter(Operation.READ);
    return current.delayed(queue, fromMicros, limit);
  }

  @Override
  public synchronized List<FlowRecord> readFlows(
      QueueId queue, @Nullable String afterKey, int limit) {
    enter(Operation.READ);
    return current.flows(queue, afterKey, limit);
  }

  @Override
  public synchronized Optional<IdempotencyKeyRecord> readIdempotencyKey(
      QueueId queue, String idempotencyKey) {
    enter(Operation.READ);
    return current.idempotencyKey(queue, idempotencyKey);
  }

  @Override
  public synchronized List<KeyExpiryRecord> readKeyExpiries(
      QueueId queue, long fromMicros, int limit) {
    enter(Operation.READ);
    return current.keyExpiries(queue, fromMicros, limit);
  }

  @Override
  public synchronized void scan(RecordType type, Consumer<? super StateRecord> visitor) {
    enter(Operation.READ);
    current.all(type).forEach(visitor);
  }

  @Override
  public void close() {
    end(_ -> 0);
  }

  void crash(IntUnaryOperator survivors) {
    end(survivors);
  }

  // Not under the lock of this store when it calls back: the stores take theirs first.
  private void end(IntUnaryOperator survivors) {
    synchronized (this) {
      if (closed) {
        return;
      }
      closed = true;
      unsynced.subList(0, survivors.applyAsInt(unsynced.size())).forEach(synced::apply);
      unsynced.clear();
    }
    onClosed.run();
  }

  private void enter(Operation operation) {
    if (closed) {
      throw new StoreException(
          "Expected the store of group " + group + " to be open, but it is closed");
    }
    if (failNext == operation) {
      failNext = null;
      failed = true;
      throw new StoreException("The store of group " + group + " was told to fail");
    }
    if (failed && operation != Operation.READ) {
      throw new StoreException("The store of group " + group + " has failed before");
    }
  }
}
