package dev.vez.domain.machine;

import dev.vez.domain.effect.Deliver;
import dev.vez.domain.effect.TurnsTaken;
import dev.vez.domain.id.QueueId;
import dev.vez.domain.id.Ticket;
import dev.vez.domain.record.GroupSettings;
import java.util.ArrayList;
import java.util.List;

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

  /** Queues in which turns were taken in the entry that is being applied. */
  private final List<HostedQueue> visited = new ArrayList<>();

  private int left;

  /** Flows that may yet come to wait at a bucket in this entry. */
  private int moves;

  Dispatcher(QueueGroup group, Leases leases) {
    this.group = group;
    this.leases = leases;
  }

  /**
   * Delivers what can be delivered, up to the entry's limits.
   *
   * @return whether a limit stopped it
   */
  boolean dispatch() {
    GroupSettings settings = group.settings();
    left = settings.deliveriesPerEntryMax();
    moves = settings.movesPerEntryMax();
    QueueId last = group.turn;
    while (!group.runnable.isEmpty() && hasRoom(settings)) {
      if (left == 0 || moves == 0) {
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
    while (queue.runnable && canGoOn(settings)) {
      Flow flow = next(queue);
      visit(flow, settings);
      HostedQueue other = flow.queue;
      if (other != queue && other.ring.peekFirst() == flow && other.deliverable) {
        // It is in turn in its ring at once, and must not miss its queue's turn at the bucket.
        visit(flow, settings);
      }
      group.refreshRunnable(queue);
    }
  }

  /**
   * The flow that is in turn: one that waited for a token and may go on, be it of another queue
   * whose turn it is at the same bucket; else the first of the ring.
   */
  private static Flow next(HostedQueue queue) {
    if (!queue.ripe.isEmpty()) {
      Stall stall = queue.ripe.first().bucket.next();
      if (stall == null) {
        throw new IllegalStateException(
            "Expected queue " + queue.id + " in turn at the bucket for which it waits");
      }
      return stall.first();
    }
    Flow flow = queue.ring.peekFirst();
    if (flow == null) {
      throw new IllegalStateException("Expected a flow in the ring of queue " + queue.id);
    }
    return flow;
  }

  /** Tells how the queues went round in this entry. */
  void tell() {
    for (HostedQueue queue : visited) {
      group.entry.effect(new TurnsTaken(queue.id, queue.visits, queue.rounds));
      queue.visits = 0;
      queue.rounds = 0;
    }
    visited.clear();
  }

  private void beginTurn(Flow flow) {
    HostedQueue queue = flow.queue;
    if (queue.visits == 0) {
      visited.add(queue);
    }
    queue.visits++;
    Flow last = queue.lastOfRound;
    if (last == null || !last.isInRing() || last.stall != null) {
      queue.lastOfRound = queue.ring.peekLast();
    }
  }

  private static void endTurn(Flow flow) {
    HostedQueue queue = flow.queue;
    if (flow.equals(queue.lastOfRound)) {
      queue.rounds++;
      queue.lastOfRound = null;
    }
  }

  /** Begins the visit of a flow, or goes on with it. */
  private void visit(Flow flow, GroupSettings settings) {
    HostedQueue queue = flow.queue;
    group.touch(flow);
    if (!flow.visiting) {
      beginTurn(flow);
      flow.visiting = true;
      flow.deficit += (long) flow.weight * settings.quantum();
    }
    while (flow.deficit >= COST && flow.pending > 0 && queue.deliverable && canGoOn(settings)) {
      if (!group.buckets.isEmpty() && !takeTokens(flow)) {
        return;
      }
      deliverHead(flow);
      group.refreshRunnable(queue);
    }
    if (flow.pending == 0) {
      endTurn(flow);
      group.leaveRing(flow);
    } else if (flow.deficit < COST) {
      endTurn(flow);
      flow.visiting = false;
      moveToEnd(flow);
    } else {
      group.headChanged(flow);
    }
    group.refreshRunnable(queue);
  }

  /**
   * Takes the tokens that the head of a flow needs, or lets the flow wait for the first it lacks.
   */
  private boolean takeTokens(Flow flow) {
    List<String> keys = group.windows.peekFirst(flow).throttleKeys();
    if (keys.isEmpty()) {
      return true;
    }
    Bucket blocking = group.buckets.blocking(flow, keys);
    if (blocking == null) {
      group.buckets.take(flow);
      return true;
    }
    // Where it waits there already, it keeps its place: its visit is not finished.
    if (flow.stall == null || flow.stall.bucket != blocking) {
      group.buckets.wait(flow, blocking);
      moves--;
    }
    return false;
  }

  private void moveToEnd(Flow flow) {
    if (flow.stall == null) {
      flow.setTicket(group.entry.nextTicket());
      flow.queue.ring.moveToEnd(flow);
    } else {
      group.buckets.leave(flow);
      group.joinRing(flow);
    }
  }

  private boolean canGoOn(GroupSettings settings) {
    return left > 0 && moves > 0 && hasRoom(settings);
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
    flow.advanceFirst(item.place());
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
      queue.readyConsumers.moveToEnd(consumer);
    } else {
      consumer.ticket = Ticket.NONE;
      queue.readyConsumers.remove(consumer);
    }
    left--;
  }
}
