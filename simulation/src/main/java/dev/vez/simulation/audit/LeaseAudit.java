package dev.vez.simulation.audit;

import dev.vez.domain.id.LeaseId;
import dev.vez.simulation.audit.Event.Delivered;
import dev.vez.simulation.audit.Event.SettleCalled;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Judges leases: how each begins, and what is said to those who name one. */
final class LeaseAudit {

  private final RunFacts facts;
  private final QueueStories queues;
  private final Findings findings;

  LeaseAudit(RunFacts facts, QueueStories queues, Findings findings) {
    this.facts = facts;
    this.queues = queues;
    this.findings = findings;
  }

  /** A message was handed out under a new lease; gives none where it is not a new one. */
  @Nullable LeaseStory delivered(MessageStory message, Delivered event, GroupLog log, long at) {
    LeaseStory earlier = message.leaseBefore(event.lease());
    if (message.lease(event.lease()) != null) {
      findings.breach(
          Invariant.LEASE_DELIVERED_ONCE,
          "Lease " + event.lease() + " of " + message + " was handed out twice");
      return null;
    }
    long beginMicros = log.micros(event.lease().index());
    checkExistence(message, event);
    LeaseStory lease =
        new LeaseStory(
            event.lease(),
            log.term(event.lease().index()),
            event,
            at,
            beginMicros,
            beginMicros + millis(queues.visibilityMillis(event.queue())));
    if (earlier != null) {
      checkSuccession(message, earlier, lease);
      checkAttempts(message, earlier, lease);
      checkWay(message, earlier, lease);
    }
    LeaseStory later = message.leaseAfter(event.lease());
    if (later != null) {
      // With several nodes, a deposed leader may be slow to hand out what it had.
      if (!facts.isReplicated()) {
        findings.breach(
            Invariant.AT_MOST_ONE_LIVE_LEASE,
            message + " was leased as " + event.lease() + " after " + later.id);
      }
      // Where its leader was deposed, it may have been given back before its deadline.
      lease.returned = true;
    }
    message.add(lease);
    return lease;
  }

  private void checkExistence(MessageStory message, Delivered event) {
    if (message.answer != null && message.answer.isFailure()) {
      findings.breach(
          Invariant.UNKNOWN_NEVER_REPORTED_AS_FAILURE,
          "The enqueue of "
              + message
              + " was answered "
              + message.answer
              + ", but it was delivered");
    }
    if (message.acked
        && (message.ackedUnder.equals(LeaseId.NONE)
            ? event.lease().index() > message.ackedUpToIndex
            : event.lease().compareTo(message.ackedUnder) > 0)) {
      findings.breach(
          Invariant.NO_SETTLED_MESSAGE_RETURNS,
          message + " was acked, and then leased again as " + event.lease());
    }
    Long deletedUpTo = queues.deletedUpToIndex(message);
    if (deletedUpTo != null && event.lease().index() > deletedUpTo) {
      findings.breach(
          Invariant.DELETED_QUEUE_STAYS_DELETED,
          message + " was leased as " + event.lease() + ", but its queue had been deleted");
    }
  }

  private void checkSuccession(MessageStory message, LeaseStory earlier, LeaseStory lease) {
    if (!earlier.mayBeEnded()
        && message.namelessNacks == 0
        && lease.beginMicros < earlier.deadlineMicros) {
      findings.breach(
          Invariant.AT_MOST_ONE_LIVE_LEASE,
          message
              + " was leased as "
              + lease.id
              + ", "
              + (earlier.deadlineMicros - lease.beginMicros)
              + " us of log time before the deadline of "
              + earlier.id);
    }
  }

  private void checkAttempts(MessageStory message, LeaseStory earlier, LeaseStory lease) {
    boolean wasNacked = earlier.nacked;
    boolean hasExpired = earlier.handedOver && earlier.term == lease.term && !earlier.returned;
    int least = wasNacked || hasExpired ? earlier.attempts + 1 : earlier.attempts;
    if (queues.mayBeRedriven(message.call.queue(), earlier.seenAt)) {
      // It begins anew, and may be dead again, by one failed attempt, before anybody sees it.
      least = lease.queue.equals(message.call.queue()) ? 0 : 1;
    }
    if (lease.attempts < least) {
      findings.breach(
          Invariant.ATTEMPTS_ONLY_GROW,
          message
              + " came with "
              + lease.attempts
              + " attempts under lease "
              + lease.id
              + ", but should have had "
              + least
              + " or more after "
              + earlier.id);
    }
  }

  /** What a script decided is carried out, and nothing else brings a message elsewhere. */
  private void checkWay(MessageStory message, LeaseStory earlier, LeaseStory lease) {
    String queue = message.call.queue();
    if (!lease.queue.equals(queue) || mayBeRedriven(message, earlier, lease)) {
      return;
    }
    if (!earlier.queue.equals(queue)) {
      findings.breach(
          Invariant.DEAD_LETTERS_MOVE,
          message + " was a dead letter under " + earlier.id + ", and nobody has redriven it");
    } else if (earlier.isDeadLetter) {
      findings.breach(
          Invariant.DEAD_LETTERS_MOVE,
          message + " was given up by its script after " + earlier.id + ", but stays");
    } else if (lease.beginMicros < earlier.retryMicros) {
      findings.breach(
          Invariant.DELAY_KEPT,
          message
              + " was leased as "
              + lease.id
              + ", "
              + (earlier.retryMicros - lease.beginMicros)
              + " us of log time before the end of its delay");
    }
  }

  private boolean mayBeRedriven(MessageStory message, LeaseStory earlier, LeaseStory lease) {
    return lease.queue.equals(message.call.queue())
        && queues.mayBeRedriven(message.call.queue(), earlier.seenAt);
  }

  /** A call that settles or extends begins. */
  void called(MessageStory message, SettleCalled call) {
    switch (call.verb()) {
      case ACK -> message.openAcks++;
      case NACK -> nacksOf(message, call, 1);
      case EXTEND -> {}
    }
  }

  /** It was answered; where it never is, it stays open. */
  void answered(
      MessageStory message, SettleCalled call, Answer answer, long calledAtMicros, GroupLog log) {
    if (answer == Answer.UNKNOWN) {
      return;
    }
    if (answer == Answer.ACCEPTED) {
      checkAccepted(message, call);
      accept(message, call, calledAtMicros, log);
    }
    switch (call.verb()) {
      case ACK -> message.openAcks--;
      case NACK -> {
        if (answer.isFailure() || !call.lease().equals(LeaseId.NONE)) {
          nacksOf(message, call, -1);
        }
      }
      case EXTEND -> {}
    }
    if (answer == Answer.LEASE_NOT_FOUND) {
      checkRefused(message, call, log);
    }
  }

  private static void nacksOf(MessageStory message, SettleCalled call, int change) {
    LeaseStory lease = message.lease(call.lease());
    if (lease == null) {
      message.namelessNacks += change;
    } else {
      lease.openNacks += change;
    }
  }

  private void checkAccepted(MessageStory message, SettleCalled call) {
    LeaseStory last = message.lastLease();
    boolean isNamed = !call.lease().equals(LeaseId.NONE);
    if (isNamed && last != null && last.id.compareTo(call.lease()) > 0) {
      findings.breach(
          Invariant.STALE_LEASE_REFUSED,
          call.verb()
              + " of "
              + message
              + " named "
              + call.lease()
              + " and was accepted after "
              + last.id);
    }
    if (message.acked) {
      findings.breach(
          Invariant.STALE_LEASE_REFUSED,
          call.verb() + " of " + message + " was accepted after an ack was");
    }
    if (isNamed && last != null && last.id.equals(call.lease()) && last.nacked) {
      findings.breach(
          Invariant.STALE_LEASE_REFUSED,
          call.verb() + " of " + message + " named " + call.lease() + ", which was nacked");
    }
  }

  private void accept(MessageStory message, SettleCalled call, long calledAtMicros, GroupLog log) {
    LeaseStory lease = message.lease(call.lease());
    switch (call.verb()) {
      case ACK -> {
        message.acked = true;
        message.ackedUnder = call.lease();
        message.ackedUpToIndex = log.lastIndex();
      }
      case NACK -> {
        if (lease != null) {
          lease.nacked = true;
          decide(message, lease, calledAtMicros);
        }
      }
      case EXTEND -> {
        if (lease != null) {
          lease.deadlineMicros =
              Math.max(lease.deadlineMicros, calledAtMicros + millis(call.durationMillis()));
        }
      }
    }
  }

  /** What the script of the queue makes of a failed attempt. */
  private void decide(MessageStory message, LeaseStory lease, long calledAtMicros) {
    FailurePlan plan = message.call.failure();
    if (plan != null && !facts.mayBypassScripts() && lease.queue.equals(message.call.queue())) {
      lease.isDeadLetter = plan.isDeadAfter(lease.attempts + 1);
      lease.retryMicros = calledAtMicros + millis(plan.delayMillis());
    }
  }

  private void checkRefused(MessageStory message, SettleCalled call, GroupLog log) {
    LeaseStory lease = message.lease(call.lease());
    boolean isExcused =
        lease == null
            || lease.mayBeEnded()
            || message.mayBeAcked()
            || message.namelessNacks > 0
            || log.lastMicros() >= lease.deadlineMicros
            || queues.mayBeDeleted(message);
    if (!isExcused) {
      findings.breach(
          Invariant.NO_LEASE_TAKEN_BEFORE_DEADLINE,
          call.verb()
              + " of "
              + message
              + " named "
              + call.lease()
              + " and was refused, but its deadline was not reached");
    }
  }

  private static long millis(long millis) {
    return millis == Long.MAX_VALUE ? 0 : TimeUnit.MILLISECONDS.toMicros(millis);
  }
}
