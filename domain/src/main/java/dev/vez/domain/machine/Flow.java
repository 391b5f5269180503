package dev.vez.domain.machine;

import dev.vez.domain.hash.Digest;
import dev.vez.domain.id.Place;
import dev.vez.domain.id.Ticket;
import dev.vez.domain.record.FlowRecord;
import dev.vez.domain.record.RecordKey;
import java.util.ArrayDeque;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * One fairness key with messages, in memory: the flow record, and a window of its next messages.
 *
 * <p>The window always holds the first {@code window.size()} waiting messages in order of place, so
 * it holds all of them exactly when its size is {@code pending}. What does not fit lies in the
 * store alone and is read page by page.
 */
final class Flow {

  final HostedQueue queue;
  final String key;

  /** Its place in the ring of its queue, or in its stall. */
  final Ring.Link<Flow> ringLink = new Ring.Link<>(this);

  final Ring.Link<Flow> windowLink = new Ring.Link<>(this);
  final ArrayDeque<WindowItem> window = new ArrayDeque<>(1);

  long pending;
  long leased;
  long delayed;
  Place first = Place.NONE;
  Place last = Place.NONE;
  int weight = 1;
  long deficit;
  Ticket ticket = Ticket.NONE;
  boolean visiting;

  /** Where it waits for a token, null where it does not. */
  @Nullable Stall stall;

  /** Bytes that the window is accounted for. */
  long windowBytes;

  /** Messages put by the entry that is being applied that are not in the window. */
  @Nullable TreeMap<Place, WindowItem> unstored;

  /** The last place that the entry that is being applied took from the store. */
  Place takenFromStore = Place.NONE;

  /** Hash of the record as last written, zero if never. */
  Digest written = Digest.ZERO;

  boolean dirty;

  Flow(HostedQueue queue, String key) {
    this.queue = queue;
    this.key = key;
  }

  Flow(HostedQueue queue, FlowRecord record, Digest hash) {
    this(queue, record.fairnessKey());
    pending = record.pending();
    leased = record.leased();
    delayed = record.delayed();
    first = record.first();
    last = record.last();
    weight = record.weight();
    deficit = record.deficit();
    ticket = record.ticket();
    visiting = record.visiting();
    written = hash;
  }

  boolean isWindowComplete() {
    return window.size() == pending;
  }

  boolean isGone() {
    return pending == 0 && leased == 0 && delayed == 0;
  }

  /** To be called when its first message was taken, and is not counted any more. */
  void advanceFirst(Place taken) {
    if (pending == 0) {
      first = Place.NONE;
      last = Place.NONE;
      return;
    }
    // Not the place of the next message, even where the window holds it: what is in memory must not
    // show in a record.
    first = new Place(taken.index(), taken.ordinal() + 1);
  }

  FlowRecord toRecord() {
    return new FlowRecord(
        queue.id,
        key,
        pending,
        leased,
        delayed,
        first,
        last,
        weight,
        deficit,
        ticket,
        visiting,
        stall == null ? "" : stall.bucket.key);
  }

  RecordKey recordKey() {
    return new RecordKey.OfFlow(queue.id, key);
  }
}
