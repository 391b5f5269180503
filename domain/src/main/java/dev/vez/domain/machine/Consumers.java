package dev.vez.domain.machine;

import dev.vez.domain.command.AttachConsumer;
import dev.vez.domain.command.BecomeLeader;
import dev.vez.domain.command.DetachConsumer;
import dev.vez.domain.command.GrantCredit;
import dev.vez.domain.effect.CloseConsumer;
import dev.vez.domain.id.LeaseId;
import dev.vez.domain.id.Ticket;
import dev.vez.domain.outcome.AttachOutcome;
import dev.vez.domain.outcome.ConsumerAttached;
import dev.vez.domain.outcome.ConsumerDetached;
import dev.vez.domain.outcome.ConsumerMissing;
import dev.vez.domain.outcome.CreditGranted;
import dev.vez.domain.outcome.CreditOutcome;
import dev.vez.domain.outcome.DetachOutcome;
import dev.vez.domain.outcome.QueueMissing;
import java.util.Iterator;
import java.util.List;

/** Attaches, credits and detaches consumers. */
final class Consumers {

  private final QueueGroup group;
  private final Leases leases;

  Consumers(QueueGroup group, Leases leases) {
    this.group = group;
    this.leases = leases;
  }

  /** Gives a new group its settings and version. */
  void initialize(BecomeLeader command, int newestVersion) {
    if (group.settings != null) {
      return;
    }
    if (command.initialMachineVersion() < 1 || command.initialMachineVersion() > newestVersion) {
      throw new IllegalStateException(
          "Expected a machine version from 1 to "
              + newestVersion
              + ", but got "
              + command.initialMachineVersion());
    }
    group.settings = command.initialSettings();
    group.machineVersion = command.initialMachineVersion();
  }

  AttachOutcome attach(AttachConsumer command) {
    HostedQueue queue = group.queues.get(command.queue());
    if (queue == null) {
      return new QueueMissing();
    }
    if (!queue.consumers.containsKey(command.consumer())) {
      AttachedConsumer consumer =
          new AttachedConsumer(queue, command.consumer(), command.creditUpTo());
      queue.consumers.put(consumer.id, consumer);
      joinIfReady(consumer);
      group.touch(consumer);
    }
    return new ConsumerAttached();
  }

  CreditOutcome grant(GrantCredit command) {
    HostedQueue queue = group.queues.get(command.queue());
    AttachedConsumer consumer = queue == null ? null : queue.consumers.get(command.consumer());
    if (consumer == null) {
      return new ConsumerMissing();
    }
    consumer.confirm(command.handedOver());
    consumer.creditUpTo = Math.max(consumer.creditUpTo, command.creditUpTo());
    joinIfReady(consumer);
    group.touch(consumer);
    return new CreditGranted(consumer.creditUpTo);
  }

  DetachOutcome detach(DetachConsumer command) {
    HostedQueue queue = group.queues.get(command.queue());
    AttachedConsumer consumer = queue == null ? null : queue.consumers.get(command.consumer());
    if (queue == null || consumer == null) {
      return new ConsumerDetached(0);
    }
    consumer.confirm(command.handedOver());
    remove(consumer);
    queue.consumers.remove(consumer.id);
    int returned = 0;
    // From the last to the first, so that each goes before the one that was returned before it.
    Iterator<Lease> fromLast = consumer.unconfirmed.descendingIterator();
    while (fromLast.hasNext()) {
      Lease lease = fromLast.next();
      if (!lease.ended) {
        leases.giveBack(lease);
        returned++;
      }
    }
    return new ConsumerDetached(returned);
  }

  /**
   * A new leader: its predecessor's consumers are gone. Whether a lease above a consumer's mark was
   * ever sent is not known; it is kept to its deadline all the same.
   */
  void detachAll() {
    for (HostedQueue queue : group.queues.values()) {
      for (AttachedConsumer consumer : List.copyOf(queue.consumers.values())) {
        consumer.confirm(LeaseId.NONE);
        for (Lease lease : consumer.unconfirmed) {
          if (!lease.ended) {
            leases.doubt(lease);
          }
        }
        remove(consumer);
        group.entry.effect(new CloseConsumer(consumer.id, CloseConsumer.Reason.LEADER_CHANGED));
      }
      queue.consumers.clear();
    }
  }

  private void remove(AttachedConsumer consumer) {
    HostedQueue queue = consumer.queue;
    consumer.detached = true;
    if (consumer.isInRing()) {
      queue.readyConsumers.remove(consumer);
      consumer.ticket = Ticket.NONE;
    }
    group.touch(consumer);
    group.refreshRunnable(queue);
  }

  private void joinIfReady(AttachedConsumer consumer) {
    if (consumer.hasCredit() && !consumer.isInRing()) {
      consumer.ticket = group.entry.nextTicket();
      consumer.queue.readyConsumers.addLast(consumer);
      group.refreshRunnable(consumer.queue);
    }
  }
}
