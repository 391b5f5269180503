package dev.vez.domain.machine;

import dev.vez.domain.hash.Digest;
import dev.vez.domain.id.ConsumerId;
import dev.vez.domain.id.LeaseId;
import dev.vez.domain.id.Ticket;
import dev.vez.domain.record.ConsumerRecord;
import java.util.ArrayDeque;

/** An attached consumer in memory, in the ring of its queue while it has credit. */
final class AttachedConsumer extends Ring.Link<AttachedConsumer> {

  final HostedQueue queue;
  final ConsumerId id;

  /** Its leases above {@link #handedOver}, in order, ended ones included. */
  final ArrayDeque<Lease> unconfirmed = new ArrayDeque<>(2);

  long creditUpTo;
  long delivered;
  LeaseId handedOver = LeaseId.NONE;
  Ticket ticket = Ticket.NONE;

  /** Hash of the record as last written, zero if never. */
  Digest written = Digest.ZERO;

  boolean dirty;
  boolean detached;

  AttachedConsumer(HostedQueue queue, ConsumerId id, long creditUpTo) {
    this.queue = queue;
    this.id = id;
    this.creditUpTo = creditUpTo;
  }

  AttachedConsumer(HostedQueue queue, ConsumerRecord record, Digest hash) {
    this(queue, record.id(), record.creditUpTo());
    delivered = record.delivered();
    handedOver = record.handedOver();
    ticket = record.ticket();
    written = hash;
  }

  boolean hasCredit() {
    return delivered < creditUpTo;
  }

  /** Raises the mark and forgets the leases that it covers. */
  void confirm(LeaseId mark) {
    if (mark.compareTo(handedOver) > 0) {
      handedOver = mark;
    }
    while (!unconfirmed.isEmpty()
        && (unconfirmed.getFirst().ended || unconfirmed.getFirst().id.compareTo(handedOver) <= 0)) {
      unconfirmed.removeFirst();
    }
  }

  ConsumerRecord toRecord() {
    return new ConsumerRecord(queue.id, id, creditUpTo, delivered, handedOver, ticket);
  }
}
