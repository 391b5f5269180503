package dev.vez.benchmarks;

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
import dev.vez.domain.record.StateReader;
import dev.vez.domain.record.StateRecord;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * An empty store: a machine that reads from it had its windows evicted, which is a mistake here.
 */
final class NoStore implements StateReader {

  @Override
  public List<MessageRecord> readMessages(
      QueueId queue, String fairnessKey, Place from, int limit) {
    throw new IllegalStateException("Expected all windows in memory");
  }

  @Override
  public Optional<Bytes> readPayload(QueueId queue, Place enqueued) {
    return Optional.empty();
  }

  @Override
  public Optional<FailureHistory> readFailures(QueueId queue, Place enqueued) {
    return Optional.empty();
  }

  @Override
  public List<DelayedRecord> readDelayed(QueueId queue, long fromMicros, int limit) {
    return List.of();
  }

  @Override
  public List<FlowRecord> readFlows(QueueId queue, @Nullable String afterKey, int limit) {
    return List.of();
  }

  @Override
  public Optional<IdempotencyKeyRecord> readIdempotencyKey(QueueId queue, String idempotencyKey) {
    return Optional.empty();
  }

  @Override
  public List<KeyExpiryRecord> readKeyExpiries(QueueId queue, long fromMicros, int limit) {
    return List.of();
  }

  @Override
  public void scan(RecordType type, Consumer<? super StateRecord> visitor) {}
}
