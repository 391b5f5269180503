package dev.vez.domain.machine;

import dev.vez.domain.effect.Deliver;
import dev.vez.domain.id.QueueId;
import dev.vez.domain.id.Ticket;
import dev.vez.domain.record.GroupSettings;

/**
 * Delivers by deficit round robin (Shreedhar and Varghese, "Efficient Fair Queuing using Deficit
 * Round Robin", 1996) over the flows of each queue, with a cost of 1 a message: O(1) a delivery,
 * whatever the number of keys and consumers. A visit that is cut short, because credit or room for
 * leases runs out, goes on where it stopped.
 */
final class Dispatcher {

  private static final long COST = 1;

  private final QueueGroup group;
  private final Leases leases;
  private int left;

  Dispatcher(QueueGroup group, Leases leases) {
    this.group = group;
    this.leases = leases;
  }

  /**
   * Delivers what can be delivered, up to the entry's limit.
   *
   * @return whether the limit stopped it
   */
  boolean dispatch() {
    GroupSettings settings = group.settings();
    left = settings.deliveriesPerEntryMax();
    QueueId last = group.turn;
    while (!group.runnable.isEmpty() && hasRoom(settings)) {
      if (left == 0) {
        group.turn = last;
        return true;
      }
      QueueId next = group.runnable.higher(last);
      last = next == null ? group.runnable.first() : next;
      serve(queue(last), settings);
    }
    group.turn = QueueId.NONE;
    return false;
  }

  private HostedQueue queue(QueueId id) {
    HostedQueue queue = group.queues.get(id);
    if (queue == null) {
      throw new IllegalStateException("Expected runnable queue " + id + " to be hosted");
    }
    return queue;
  }

  private boolean hasRoom(GroupSettings settings) {
    return group.inFlight < settings.inFlightPerGroupMax();
  }

  private void serve(HostedQueue queue, GroupSettings settings) {
    while (queue.runnable && left > 0 && hasRoom(settings)) {
      Flow flow = queue.ring.peekFirst();
      if (flow == null) {
        throw new IllegalStateException("Expected a flow in the ring of queue " + queue.id);
      }
      group.touch(flow);
      if (!flow.visiting) {
        flow.visiting = true;
        flow.deficit += (long) flow.weight * settings.quantum();
      }
      while (flow.deficit >= COST
          && flow.pending > 0
          && queue.runnable
          && left > 0
          && hasRoom(settings)) {
        deliverHead(flow);
        group.refreshRunnable(queue);
      }
      if (flow.pending == 0) {
        group.leaveRing(flow);
      } else if (flow.deficit < COST) {
        flow.visiting = false;
        flow.ticket = group.entry.nextTicket();
        queue.ring.moveToEnd(flow.ringLink);
      }
      group.refreshRunnable(queue);
    }
  }

  private void deliverHead(Flow flow) {
    HostedQueue queue = flow.queue;
    AttachedConsumer consumer = queue.readyConsumers.peekFirst();
    if (consumer == null) {
      throw new IllegalStateException("Expected a consumer with credit in queue " + queue.id);
    }
    WindowItem item = group.windows.takeFirst(flow);
    flow.pending--;
    queue.pending--;
    flow.deficit -= COST;
    flow.advanceFirst(item.record().place());
    Lease lease = leases.begin(flow, item, consumer);
    consumer.delivered++;
    group.entry.effect(
        new Deliver(
            queue.id,
            consumer.id,
            consumer.delivered,
            lease.id,
            flow.key,
            lease.message,
            lease.deadlineMicros));
    group.touch(consumer);
    if (consumer.hasCredit()) {
      consumer.ticket = group.entry.nextTicket();
      queue.readyConsumers.moveToEnd(consumer.ringLink);
    } else {
      consumer.ticket = Ticket.NONE;
      queue.readyConsumers.remove(consumer.ringLink);
    }
    left--;
  }
}
