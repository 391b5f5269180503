package dev.vez.benchmarks;

import dev.vez.domain.id.Place;
import dev.vez.domain.id.QueueId;
import dev.vez.domain.message.Bytes;
import dev.vez.domain.record.MessageRecord;
import dev.vez.domain.record.RecordType;
import dev.vez.domain.record.StateReader;
import dev.vez.domain.record.StateRecord;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

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
  public void scan(RecordType type, Consumer<? super StateRecord> visitor) {}
}
