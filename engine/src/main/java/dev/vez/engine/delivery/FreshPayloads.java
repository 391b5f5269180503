package dev.vez.engine.delivery;

import dev.vez.domain.id.Place;
import dev.vez.domain.message.Bytes;
import dev.vez.domain.record.Mutation;
import dev.vez.domain.record.PayloadRecord;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Payloads of the newest entries, so that a message which is delivered soon need not be read back
 * from the store. All payloads of an entry share its array, so they go together, oldest entry
 * first. On the loop only.
 */
final class FreshPayloads {

  private static final int BYTES_PER_PAYLOAD = 64;

  private final long bytesMax;
  private final Map<Long, Payloads> byIndex = new HashMap<>();
  private final ArrayDeque<Payloads> oldestFirst = new ArrayDeque<>();
  private long bytes;

  /**
   * Keeps nothing yet.
   *
   * @param bytesMax of all payloads that it keeps; 0 keeps none
   */
  FreshPayloads(long bytesMax) {
    this.bytesMax = bytesMax;
  }

  /** Keeps what an entry enqueues. */
  void add(long index, List<Mutation> mutations) {
    List<PayloadRecord> records = new ArrayList<>();
    long size = 0;
    for (Mutation mutation : mutations) {
      if (mutation instanceof Mutation.Put(PayloadRecord record)
          && record.enqueued().index() == index) {
        records.add(record);
        size += record.payload().size() + BYTES_PER_PAYLOAD;
      }
    }
    if (!records.isEmpty() && size <= bytesMax) {
      Payloads payloads = new Payloads(index, records, size);
      byIndex.put(index, payloads);
      oldestFirst.add(payloads);
      bytes += size;
      evict();
    }
  }

  @Nullable Bytes find(Place enqueued) {
    Payloads payloads = byIndex.get(enqueued.index());
    return payloads == null ? null : payloads.find(enqueued.ordinal());
  }

  private void evict() {
    while (bytes > bytesMax) {
      Payloads oldest = oldestFirst.remove();
      byIndex.remove(oldest.index);
      bytes -= oldest.bytes;
    }
  }

  /** The payloads of one entry, by ordinal. */
  private static final class Payloads {

    private final long index;
    private final int[] ordinals;
    private final Bytes[] payloads;
    private final long bytes;

    Payloads(long index, List<PayloadRecord> records, long bytes) {
      this.index = index;
      this.bytes = bytes;
      ordinals = new int[records.size()];
      payloads = new Bytes[records.size()];
      for (int i = 0; i < ordinals.length; i++) {
        ordinals[i] = records.get(i).enqueued().ordinal();
        payloads[i] = records.get(i).payload();
      }
    }

    @Nullable Bytes find(int ordinal) {
      // A state machine numbers the messages of an entry in order.
      int at = Arrays.binarySearch(ordinals, ordinal);
      return at < 0 ? null : payloads[at];
    }
  }
}
