package dev.vez.domain.machine;

import dev.vez.domain.id.ConsumerId;
import dev.vez.domain.id.LeaseId;
import dev.vez.domain.id.Place;
import dev.vez.domain.message.MessageInfo;
import dev.vez.domain.record.LeaseRecord;
import java.util.Comparator;

/** A lease in memory. It remembers flow and place, so that settling it searches nothing. */
final class Lease {

  /** The earliest deadline first, then the earliest lease. */
  static final Comparator<Lease> BY_DEADLINE =
      Comparator.<Lease>comparingLong(lease -> lease.deadlineMicros)
          .thenComparing(lease -> lease.id);

  final LeaseId id;
  final Flow flow;
  final Place place;
  final MessageInfo message;
  final ConsumerId consumer;
  long deadlineMicros;
  boolean handedOver;

  /** Whether it has ended; a consumer's list may still hold it then. */
  boolean ended;

  Lease(
      LeaseId id,
      Flow flow,
      Place place,
      MessageInfo message,
      ConsumerId consumer,
      long deadlineMicros) {
    this.id = id;
    this.flow = flow;
    this.place = place;
    this.message = message;
    this.consumer = consumer;
    this.deadlineMicros = deadlineMicros;
    this.handedOver = true;
  }

  Lease(Flow flow, LeaseRecord record) {
    this(
        record.id(),
        flow,
        record.place(),
        record.message(),
        record.consumer(),
        record.deadlineMicros());
    handedOver = record.handedOver();
  }

  LeaseRecord toRecord() {
    return new LeaseRecord(
        flow.queue.id, id, flow.key, place, message, consumer, deadlineMicros, handedOver);
  }
}
