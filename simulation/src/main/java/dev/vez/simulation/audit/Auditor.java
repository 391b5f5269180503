package dev.vez.simulation.audit;

import dev.vez.domain.id.LeaseId;
import dev.vez.domain.id.MessageId;
import dev.vez.domain.id.QueueId;
import dev.vez.ports.scheduling.EnqueueVerdict;
import dev.vez.simulation.audit.Event.Answered;
import dev.vez.simulation.audit.Event.Called;
import dev.vez.simulation.audit.Event.CreateCalled;
import dev.vez.simulation.audit.Event.DeleteCalled;
import dev.vez.simulation.audit.Event.Delivered;
import dev.vez.simulation.audit.Event.EnqueueCalled;
import dev.vez.simulation.audit.Event.RedriveCalled;
import dev.vez.simulation.audit.Event.SetConfigCalled;
import dev.vez.simulation.audit.Event.SettleCalled;
import dev.vez.simulation.audit.Event.SubscribeCalled;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Hears the history of a run, event by event, and holds the broker to its promises. Calls that
 * never got an answer count as unknown.
 */
public final class Auditor {

  /** The group that hosts the queues. */
  private static final int DATA_GROUP = 1;

  /** A call that is not answered yet. */
  private record OpenCall(Called called, long at, long calledAtMicros, long calledInTerm) {}

  private final RunFacts facts;
  private final Findings findings;
  private final boolean isReplicated;
  private final QueueStories queues;
  private final LeaseAudit leases;
  private final OrderAudit order;
  private final StoreAudit stores;
  private final ThrottleAudit throttles;
  private final FairnessAudit fairness;
  private final IdempotencyAudit keys;

  /** Calls whose message is an earlier one, which has their key. */
  private final Set<Long> repeats = new HashSet<>();

  /** Ids of queues by a lease that began in them, until their name is known. */
  private final Map<LeaseId, QueueId> queuesOfLeases = new HashMap<>();

  private final ConfigAudit config;
  private final Map<Long, OpenCall> calls = new LinkedHashMap<>();
  private final Map<Long, MessageStory> messages = new LinkedHashMap<>();
  private final Map<Long, ConsumerStory> consumers = new HashMap<>();
  private final Totals totals = new Totals();

  /** Counts events, so that "before" is well defined within one moment. */
  private long at;

  /**
   * An auditor of one run.
   *
   * @param facts what is known of it
   * @param heeded the promises that count
   */
  public Auditor(RunFacts facts, Set<Invariant> heeded) {
    this.facts = facts;
    this.isReplicated = facts.isReplicated();
    findings = new Findings(heeded);
    queues = new QueueStories(isReplicated);
    leases = new LeaseAudit(facts, queues, findings);
    order = new OrderAudit(findings);
    stores = new StoreAudit(isReplicated, facts.driftPpmMax(), findings);
    throttles = new ThrottleAudit(findings);
    fairness = new FairnessAudit(facts.quantum(), findings);
    keys =
        new IdempotencyAudit(facts.idempotencyWindowMillis(), facts.idempotencyKeysMax(), findings);
    config = new ConfigAudit(facts.dataGroups(), isReplicated, throttles, findings);
  }

  /** The first promise that was broken, if any. */
  public Optional<Violation> violation() {
    return findings.first();
  }

  /** What was seen so far. */
  public Totals totals() {
    return totals;
  }

  /** How many calls are not answered yet. */
  public int openCalls() {
    return calls.size();
  }

  /** Hears what happened at a moment of virtual time. */
  public void see(long nanos, Event event) {
    at++;
    findings.now(nanos);
    long micros = TimeUnit.NANOSECONDS.toMicros(nanos);
    switch (event) {
      case Called called -> onCalled(called);
      case Answered(var call, var answer) -> onAnswered(call, answer);
      case Event.Identified(var call, var id) -> onIdentified(call, id);
      case Delivered delivered -> onDelivered(delivered);
      case Event.HandedOver(var consumer, var lease) -> consumer(consumer).taken(lease);
      case Event.Closed(var consumer) -> onEnded(consumer);
      case Event.Ended(var consumer, _) -> onEnded(consumer);
      case Event.NodeStarted(var node, _, var wallAheadMillis) ->
          stores.clock(node, wallAheadMillis);
      case Event.NodeReady _ -> {}
      case Event.NodeStopped(_, var incarnation) -> onStopped(incarnation);
      case Event.NodeLost(_, var incarnation) -> onLost(incarnation);
      case Event.ClockJumped(var node, var wallAheadMillis) -> stores.clock(node, wallAheadMillis);
      case Event.StoreOpened opened -> {
        stores.opened(opened, micros);
        if (!isReplicated) {
          throttles.reopened(opened.group(), opened.index());
          fairness.reopened(opened.group(), opened.index());
          keys.reopened(opened.group(), opened.index());
        }
      }
      case Event.SnapshotRestored(var node, var group, var index, var digest) ->
          stores.log(group).restore(node, index, digest);
      case Event.StaleAppended(var group, var index, var term) ->
          stores.log(group).stale(index, term);
      case Event.EntryWritten written -> {
        totals.entries++;
        stores.log(written.group()).write(written, micros);
      }
      case Event.Scheduled scheduled -> {
        throttles.scheduled(scheduled);
        fairness.scheduled(scheduled);
        keys.scheduled(scheduled);
        scheduled.leases().forEach(lease -> queuesOfLeases.put(lease.lease(), lease.queue()));
        config.scheduled(scheduled);
        scheduled
            .missteps()
            .forEach(
                misstep ->
                    findings.breach(
                        misstep.invariant(),
                        "By entry " + misstep.index() + ", " + misstep.what()));
      }
      case Event.Redriven(var call, var moved) -> onRedriven(call, moved);
      case Event.ConfigListed(var entries) -> config.listed(entries);
      case Event.StoreFailed(_, var incarnation, var group) -> stores.failed(incarnation, group);
      case Event.Recounted recounted -> stores.recounted(recounted);
      case Event.FaultsEnded() -> {}
      case Event.Drained(var names) -> onDrained(names);
      case Event.NotDrained(var remaining) -> findings.breach(Invariant.DRAINS, remaining);
      case Event.Thrown(var what) -> findings.breach(Invariant.NOTHING_THROWN, what);
    }
  }

  private void onCalled(Called called) {
    GroupLog log = dataLog();
    calls.put(called.call(), new OpenCall(called, at, log.lastMicros(), log.lastTerm()));
    switch (called) {
      case EnqueueCalled call -> {
        messages.put(call.call(), new MessageStory(call, at));
        fairness.sent(call);
        keys.sent(call);
      }
      case SubscribeCalled call ->
          consumers.put(call.call(), new ConsumerStory(call, log.lastTerm()));
      case SettleCalled call -> leases.called(message(call.message()), call);
      case CreateCalled call -> queues.created(call, at);
      case DeleteCalled call -> {
        queues.deleted(call, at);
        order.spoil(call.queue(), log.lastTerm(), log.lastTerm());
      }
      case SetConfigCalled call -> config.called(call, at);
      case RedriveCalled call -> queues.redriven(call, at);
    }
  }

  private void onAnswered(long number, Answer answer) {
    OpenCall open = calls.remove(number);
    if (open == null) {
      findings.breach(Invariant.EVERY_CALL_ANSWERED, "Call " + number + " was answered twice");
      return;
    }
    Called called = open.called();
    checkQueue(called, open.at(), answer);
    if (answer == Answer.ACCEPTED) {
      stores.checkAlive(called);
    }
    resolve(open, answer);
  }

  /** What is known of a call's outcome is known now. */
  private void resolve(OpenCall open, Answer answer) {
    Called called = open.called();
    GroupLog log = dataLog();
    switch (called) {
      case EnqueueCalled call -> {
        MessageStory message = message(call.call());
        boolean isRepeat = repeats.remove(call.call());
        if (!message.isConfirmed || answer.isFailure()) {
          // Of a repeat the earlier message is in the queue, and it is not.
          message.answer = isRepeat ? Answer.REFUSED : answer;
          message.answeredAt = at;
        }
        if (answer == Answer.ACCEPTED && !isRepeat && call.isPoison() && facts.refusesFailures()) {
          findings.breach(
              Invariant.SCRIPT_FAILURE_REFUSED,
              message + " was accepted, although its script fails on it");
        }
        totals.accepted += answer == Answer.ACCEPTED && !isRepeat ? 1 : 0;
      }
      case SettleCalled call -> {
        MessageStory message = message(call.message());
        spoilWhereUnseen(message, call, answer, open.calledInTerm());
        leases.answered(message, call, answer, open.calledAtMicros(), log);
        totals.settled += answer == Answer.ACCEPTED && call.verb() == Event.Verb.ACK ? 1 : 0;
      }
      case CreateCalled call -> queues.over(call, answer, at, log.lastIndex());
      case DeleteCalled call -> {
        queues.over(call, answer, at, log.lastIndex());
        order.spoil(call.queue(), open.calledInTerm(), log.lastTerm());
      }
      case SetConfigCalled call -> config.over(call, answer, at);
      case RedriveCalled call -> queues.over(call, answer, at, log.lastIndex());
      case SubscribeCalled call -> {
        // What it was given before goes back as when it ends.
        if (answer.isFailure()) {
          onEnded(call.call());
        }
      }
    }
  }

  private void onIdentified(long call, MessageId id) {
    Long first = keys.identified(call, id);
    if (first == null) {
      return;
    }
    repeats.add(call);
    MessageStory message = message(first);
    if (message.answer == null || message.answer == Answer.UNKNOWN) {
      message.answer = Answer.ACCEPTED;
      message.answeredAt = at;
      message.isConfirmed = true;
    }
  }

  /** A nameless call may end a lease that nobody has seen yet. */
  private void spoilWhereUnseen(
      MessageStory message, SettleCalled call, Answer answer, long calledInTerm) {
    GroupLog log = dataLog();
    LeaseStory last = message.lastLease();
    if (answer == Answer.ACCEPTED
        && call.lease().equals(LeaseId.NONE)
        && (last == null || last.mayBeEnded() || log.lastMicros() >= last.deadlineMicros)) {
      order.spoil(call.queue(), calledInTerm, log.lastTerm());
    }
  }

  private void checkQueue(Called called, long calledAt, Answer answer) {
    boolean isAdmin =
        switch (called) {
          case CreateCalled _, DeleteCalled _, RedriveCalled _, SetConfigCalled _ -> true;
          case EnqueueCalled _, SettleCalled _, SubscribeCalled _ -> false;
        };
    String queue = called.queue();
    if (answer == Answer.QUEUE_NOT_FOUND
        && !isReplicated
        && queues.certainlyExists(queue, calledAt)) {
      findings.breach(
          Invariant.NO_CREATED_QUEUE_LOST,
          "Queue " + queue + " was created and not deleted, but was not found by " + called);
    }
    if (answer == Answer.ACCEPTED && !isAdmin) {
      if (!queues.mayEverHaveExisted(queue)) {
        findings.breach(
            Invariant.UNKNOWN_NEVER_REPORTED_AS_FAILURE,
            "No creation of queue " + queue + " can have succeeded, but it took " + called);
      } else if (queues.certainlyDeleted(queue, calledAt)) {
        findings.breach(
            Invariant.DELETED_QUEUE_STAYS_DELETED,
            "Queue " + queue + " was deleted and not created again, but it took " + called);
      }
    }
  }

  private void onDelivered(Delivered event) {
    totals.delivered++;
    ConsumerStory consumer = consumer(event.consumer());
    consumer.outstanding++;
    if (consumer.outstanding > consumer.call.window()) {
      findings.breach(
          Invariant.CREDIT_KEPT,
          "Consumer "
              + event.consumer()
              + " asked for "
              + consumer.call.window()
              + " messages, but has "
              + consumer.outstanding);
    }
    MessageStory message = messages.get(event.message());
    if (message == null
        || !isQueueOf(message, event.queue())
        || !isAsChosen(message, event)
        || (message.place != null && !message.place.equals(event.enqueued()))) {
      findings.breach(
          Invariant.MESSAGE_UNCHANGED,
          "Lease " + event.lease() + " brought what was never sent so: " + event);
      return;
    }
    message.place = event.enqueued();
    message.key = event.key();
    QueueId queue = queuesOfLeases.remove(event.lease());
    if (queue != null) {
      fairness.named(queue, event.queue());
    }
    GroupLog log = dataLog();
    LeaseStory lease = leases.delivered(message, event, log, at);
    if (lease != null) {
      consumer.untaken.add(lease);
      order.delivered(
          message, lease, queues.mayBeRedriven(message.call.queue(), message.calledAt), log);
    }
  }

  /** By the script, or where that was bypassed by the broker; it stays so. */
  private boolean isAsChosen(MessageStory message, Delivered event) {
    EnqueueCalled call = message.call;
    boolean isByScript =
        event.key().equals(call.key()) && event.throttleKeys().equals(call.throttleKeys());
    boolean isByBroker =
        facts.mayBypassScripts()
            && !facts.refusesFailures()
            && event.key().equals(EnqueueVerdict.DEFAULT_FAIRNESS_KEY)
            && event.throttleKeys().isEmpty();
    return (isByScript || isByBroker) && (message.key == null || message.key.equals(event.key()));
  }

  /** It, or its dead-letter queue. */
  private static boolean isQueueOf(MessageStory message, String queue) {
    return queue.equals(message.call.queue())
        || queue.equals(QueueStories.deadLettersOf(message.call.queue()));
  }

  private void onEnded(long number) {
    ConsumerStory consumer = consumer(number);
    consumer.end();
    order.spoil(consumer.call.queue(), consumer.calledInTerm, dataLog().lastTerm());
  }

  private void onRedriven(long number, long moved) {
    OpenCall open = calls.get(number);
    if (open != null
        && open.called() instanceof RedriveCalled call
        && call.count() > 0
        && moved > call.count()) {
      findings.breach(Invariant.DEAD_LETTERS_MOVE, moved + " messages were moved by " + call);
    }
  }

  private void onStopped(int incarnation) {
    for (OpenCall open : List.copyOf(calls.values())) {
      if (open.called().incarnation() == incarnation) {
        findings.breach(
            Invariant.EVERY_CALL_ANSWERED,
            "The node stopped without an answer to " + open.called());
      }
    }
  }

  private void onLost(int incarnation) {
    for (OpenCall open : List.copyOf(calls.values())) {
      if (open.called().incarnation() == incarnation) {
        calls.remove(open.called().call());
        resolve(open, Answer.UNKNOWN);
      }
    }
  }

  /** All that is not settled, or perhaps settled, should have been there to settle. */
  private void onDrained(List<String> names) {
    for (MessageStory message : messages.values()) {
      if (message.answer == Answer.ACCEPTED
          && !message.mayBeAcked()
          && !queues.mayBeDeleted(message)) {
        findings.breach(
            Invariant.NO_ACCEPTED_MESSAGE_LOST,
            message
                + " was accepted and never settled, but every queue is empty; it was leased "
                + message.leases.size()
                + " times");
      }
    }
    for (String queue : queues.allThatExist(at)) {
      if (!names.contains(queue)) {
        findings.breach(Invariant.NO_CREATED_QUEUE_LOST, "Queue " + queue + " is gone at the end");
      }
    }
    for (String queue : names) {
      if (queues.certainlyDeleted(queue, at)) {
        findings.breach(
            Invariant.DELETED_QUEUE_STAYS_DELETED, "Queue " + queue + " is there at the end");
      }
    }
    if (!calls.isEmpty()) {
      findings.breach(
          Invariant.EVERY_CALL_ANSWERED,
          "At the end there is no answer to " + calls.values().iterator().next().called());
    }
    fairness.end();
    keys.end();
  }

  private GroupLog dataLog() {
    return stores.log(DATA_GROUP);
  }

  private MessageStory message(long number) {
    return known(messages.get(number), "message", number);
  }

  private ConsumerStory consumer(long number) {
    return known(consumers.get(number), "consumer", number);
  }

  private static <T> T known(@Nullable T found, String what, long number) {
    if (found == null) {
      throw new IllegalStateException("Expected a history with " + what + " " + number);
    }
    return found;
  }

  /** Counts over a run. */
  public static final class Totals {

    private long accepted;
    private long delivered;
    private long settled;
    private long entries;

    private Totals() {}

    /** Messages whose enqueue was accepted. */
    public long accepted() {
      return accepted;
    }

    /** Deliveries. */
    public long delivered() {
      return delivered;
    }

    /** Messages whose ack was accepted. */
    public long settled() {
      return settled;
    }

    /** Entries written. */
    public long entries() {
      return entries;
    }
  }
}
