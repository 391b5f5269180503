package dev.vez.domain.machine;

import dev.vez.domain.id.QueueId;
import dev.vez.domain.record.RedriveRecord;
import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The last redrive of each dead-letter queue that had one. */
final class RedriveTable {

  private final TreeMap<QueueId, RedriveRecord> byQueue = new TreeMap<>();
  private final TreeSet<QueueId> running = new TreeSet<>();

  @Nullable RedriveRecord find(QueueId queue) {
    return byQueue.get(queue);
  }

  /** Those that have not ended, ordered by queue. */
  List<RedriveRecord> running() {
    return running.isEmpty()
        ? List.of()
        : byQueue.values().stream().filter(each -> running.contains(each.queue())).toList();
  }

  /** Takes a redrive in, and gives the record that it replaces. */
  @Nullable RedriveRecord put(RedriveRecord record) {
    if (record.isDone()) {
      running.remove(record.queue());
    } else {
      running.add(record.queue());
    }
    return byQueue.put(record.queue(), record);
  }

  /** Forgets the redrive of a queue that is gone. */
  @Nullable RedriveRecord remove(QueueId queue) {
    running.remove(queue);
    return byQueue.remove(queue);
  }

  /** When the next move is due, {@link Long#MAX_VALUE} where no redrive is under way. */
  long nextMicros() {
    return running().stream().mapToLong(RedriveRecord::nextMicros).min().orElse(Long.MAX_VALUE);
  }
}
