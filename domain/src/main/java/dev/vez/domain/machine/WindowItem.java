package dev.vez.domain.machine;

import dev.vez.domain.id.MessageId;
import dev.vez.domain.id.Place;
import dev.vez.domain.message.MessageInfo;
import dev.vez.domain.record.MessageRecord;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A waiting message in memory. There may be millions of them, and a garbage collector pays for
 * objects that stay: so it is one, which holds its numbers itself and makes a {@link MessageRecord}
 * of them when asked.
 */
final class WindowItem {

  /** Rough heap size of a message without its keys, in bytes. */
  private static final int BYTES = 112;

  /** The next message of the window that holds it. */
  @Nullable WindowItem next;

  /** Log index of the entry that put it where it lies, 0 if read from the store. */
  final long putIndex;

  /** Where that entry's changes hold it. */
  final int slot;

  private final long idHigh;
  private final long idLow;
  private final long placeIndex;
  private final int placeOrdinal;
  private final int enqueuedOrdinal;
  private final long enqueuedIndex;
  private final long enqueuedAtMillis;
  private final long payloadHash;
  private final long failuresHash;
  private final int weight;
  private final int attempts;
  private final List<String> throttleKeys;

  WindowItem(Place place, MessageInfo message, long putIndex, int slot) {
    this.putIndex = putIndex;
    this.slot = slot;
    idHigh = message.id().high();
    idLow = message.id().low();
    placeIndex = place.index();
    placeOrdinal = place.ordinal();
    enqueuedIndex = message.enqueued().index();
    enqueuedOrdinal = message.enqueued().ordinal();
    enqueuedAtMillis = message.enqueuedAtMillis();
    payloadHash = message.payloadHash();
    failuresHash = message.failuresHash();
    weight = message.weight();
    attempts = message.attempts();
    throttleKeys = message.throttleKeys();
  }

  static WindowItem ofStore(MessageRecord record) {
    return new WindowItem(record.place(), record.message(), 0, -1);
  }

  Place place() {
    return new Place(placeIndex, placeOrdinal);
  }

  /** Names of the token buckets that it draws from. */
  List<String> throttleKeys() {
    return throttleKeys;
  }

  /** Its record as a message of {@code flow}. */
  MessageRecord toRecord(Flow flow) {
    MessageInfo message =
        new MessageInfo(
            new MessageId(idHigh, idLow),
            new Place(enqueuedIndex, enqueuedOrdinal),
            weight,
            throttleKeys,
            attempts,
            enqueuedAtMillis,
            payloadHash,
            failuresHash);
    return new MessageRecord(flow.queue.id, flow.key, place(), message);
  }

  long bytes() {
    long bytes = BYTES;
    for (String key : throttleKeys) {
      bytes += 40 + key.length();
    }
    return bytes;
  }
}
