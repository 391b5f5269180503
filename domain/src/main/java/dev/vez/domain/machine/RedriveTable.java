package dev.vez.domain.machine;

import dev.vez.domain.id.QueueId;
import dev.vez.domain.record.RedriveRecord;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The last redrive of each dead-letter queue that had one. */
final class RedriveTable {

  /** The one that is to move next first. */
  private static final Comparator<RedriveRecord> BY_TIME =
      Comparator.comparingLong(RedriveRecord::nextMicros).thenComparing(RedriveRecord::queue);

  private final TreeMap<QueueId, RedriveRecord> byQueue = new TreeMap<>();
  private final TreeSet<RedriveRecord> running = new TreeSet<>(BY_TIME);

  @Nullable RedriveRecord find(QueueId queue) {
    return byQueue.get(queue);
  }

  /** Those that have not ended and are due, the one that has waited longest first. */
  List<RedriveRecord> due(long nowMicros, int max) {
    List<RedriveRecord> due = new ArrayList<>();
    for (RedriveRecord record : running) {
      if (record.nextMicros() > nowMicros || due.size() == max) {
        break;
      }
      due.add(record);
    }
    return due;
  }

  /** Takes a redrive in, and gives the record that it replaces. */
  @Nullable RedriveRecord put(RedriveRecord record) {
    RedriveRecord earlier = remove(record.queue());
    if (!record.isDone()) {
      running.add(record);
    }
    byQueue.put(record.queue(), record);
    return earlier;
  }

  /** Forgets the redrive of a queue that is gone. */
  @Nullable RedriveRecord remove(QueueId queue) {
    RedriveRecord earlier = byQueue.remove(queue);
    if (earlier != null && !earlier.isDone()) {
      running.remove(earlier);
    }
    return earlier;
  }

  /** When the next move is due, {@link Long#MAX_VALUE} where no redrive is under way. */
  long nextMicros() {
    return running.isEmpty() ? Long.MAX_VALUE : running.first().nextMicros();
  }
}
