package dev.vez.simulation.mutant;

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
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Does what another store does, but for what a mutant does otherwise. */
abstract class ForwardingStore implements StateStore {

  private final StateStore store;

  ForwardingStore(StateStore store) {
    this.store = store;
  }

  @Override
  public AppliedPosition applied() {
    return store.applied();
  }

  @Override
  public void write(StoreBatch batch) {
    store.write(batch);
  }

  @Override
  public void sync() {
    store.sync();
  }

  @Override
  public AppliedPosition checkpoint(Path folder) {
    return store.checkpoint(folder);
  }

  @Override
  public List<MessageRecord> readMessages(
      QueueId queue, String fairnessKey, Place from, int limit) {
    return store.readMessages(queue, fairnessKey, from, limit);
  }

  @Override
  public Optional<Bytes> readPayload(QueueId queue, Place enqueued) {
    return store.readPayload(queue, enqueued);
  }

  @Override
  public Optional<FailureHistory> readFailures(QueueId queue, Place enqueued) {
    return store.readFailures(queue, enqueued);
  }

  @Override
  public List<DelayedRecord> readDelayed(QueueId queue, long fromMicros, int limit) {
    return store.readDelayed(queue, fromMicros, limit);
  }

  @Override
  public List<FlowRecord> readFlows(QueueId queue, @Nullable String afterKey, int limit) {
    return store.readFlows(queue, afterKey, limit);
  }

  @Override
  public Optional<IdempotencyKeyRecord> readIdempotencyKey(QueueId queue, String idempotencyKey) {
    return store.readIdempotencyKey(queue, idempotencyKey);
  }

  @Override
  public List<KeyExpiryRecord> readKeyExpiries(QueueId queue, long fromMicros, int limit) {
    return store.readKeyExpiries(queue, fromMicros, limit);
  }

  @Override
  public void scan(RecordType type, Consumer<? super StateRecord> visitor) {
    store.scan(type, visitor);
  }

  @Override
  public void close() {
    store.close();
  }
}
