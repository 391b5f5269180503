package dev.vez.domain.machine;

import dev.vez.domain.hash.Digest;
import dev.vez.domain.id.Place;
import dev.vez.domain.id.Ticket;
import dev.vez.domain.record.FlowRecord;
import dev.vez.domain.record.RecordKey;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * One fairness key with messages, in memory: the flow record, and a window of its next messages.
 * While messages wait it is in the ring of its queue or in its stall.
 *
 * <p>The window always holds the first {@code window.size()} waiting messages in order of place, so
 * it holds all of them exactly when its size is {@code pending}. What does not fit lies in the
 * store alone and is read page by page.
 */
final class Flow extends Ring.Link<Flow> {

  final HostedQueue queue;
  final String key;

  final Window window = new Window(this);

  long pending;
  long leased;
  long delayed;
  int weight = 1;
  long deficit;
  boolean visiting;

  // Places, ticket and digest are kept as numbers: each is new at every turn, and as an object
  // would have to be carried along by the garbage collector until the next.
  private long firstIndex;
  private long lastIndex;
  private long ticketIndex;
  private int firstOrdinal;
  private int lastOrdinal;
  private int ticketOrdinal;
  private long writtenHigh;
  private long writtenLow;

  /** Where it waits for a token, null where it does not. */
  @Nullable Stall stall;

  /** Messages put by the entry that is being applied that are not in the window. */
  @Nullable TreeMap<Place, WindowItem> unstored;

  /** The last place that the entry that is being applied took from the store. */
  Place takenFromStore = Place.NONE;

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
    setFirst(record.first());
    setLast(record.last());
    weight = record.weight();
    deficit = record.deficit();
    setTicket(record.ticket());
    visiting = record.visiting();
    setWritten(hash);
  }

  /** No waiting message lies before this place. */
  Place first() {
    return new Place(firstIndex, firstOrdinal);
  }

  void setFirst(Place place) {
    firstIndex = place.index();
    firstOrdinal = place.ordinal();
  }

  /** No waiting message lies after this place. */
  Place last() {
    return new Place(lastIndex, lastOrdinal);
  }

  void setLast(Place place) {
    lastIndex = place.index();
    lastOrdinal = place.ordinal();
  }

  /** Its position in the ring or stall in which it is, {@link Ticket#NONE} where it is in none. */
  Ticket ticket() {
    return new Ticket(ticketIndex, ticketOrdinal);
  }

  void setTicket(Ticket ticket) {
    ticketIndex = ticket.index();
    ticketOrdinal = ticket.ordinal();
  }

  /** Hash of the record as last written, zero if never. */
  Digest written() {
    return new Digest(writtenHigh, writtenLow);
  }

  void setWritten(Digest hash) {
    writtenHigh = hash.high();
    writtenLow = hash.low();
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
      setFirst(Place.NONE);
      setLast(Place.NONE);
      return;
    }
    // Not the place of the next message, even where the window holds it: what is in memory must not
    // show in a record.
    firstIndex = taken.index();
    firstOrdinal = taken.ordinal() + 1;
  }

  FlowRecord toRecord() {
    return new FlowRecord(
        queue.id,
        key,
        pending,
        leased,
        delayed,
        first(),
        last(),
        weight,
        deficit,
        ticket(),
        visiting,
        stall == null ? "" : stall.bucket.key);
  }

  RecordKey recordKey() {
    return new RecordKey.OfFlow(queue.id, key);
  }
}
