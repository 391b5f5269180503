package dev.vez.domain.machine;

import dev.vez.domain.command.AckMessage;
import dev.vez.domain.command.AckMessages;
import dev.vez.domain.command.AttachConsumer;
import dev.vez.domain.command.BecomeLeader;
import dev.vez.domain.command.CarryOutChange;
import dev.vez.domain.command.CatalogueChange;
import dev.vez.domain.command.CatalogueCommand;
import dev.vez.domain.command.Command;
import dev.vez.domain.command.DetachConsumer;
import dev.vez.domain.command.EnqueueMessages;
import dev.vez.domain.command.Entry;
import dev.vez.domain.command.ExtendLease;
import dev.vez.domain.command.GrantCredit;
import dev.vez.domain.command.NackMessage;
import dev.vez.domain.command.QueueCommand;
import dev.vez.domain.command.RedriveMessages;
import dev.vez.domain.command.ReleaseLeases;
import dev.vez.domain.command.Tick;
import dev.vez.domain.effect.WakeAt;
import dev.vez.domain.hash.Digest;
import dev.vez.domain.hash.XxHash64;
import dev.vez.domain.id.LeaseId;
import dev.vez.domain.id.MessageId;
import dev.vez.domain.id.Place;
import dev.vez.domain.id.QueueId;
import dev.vez.domain.message.LeasedMessage;
import dev.vez.domain.message.MessageInfo;
import dev.vez.domain.message.NewMessage;
import dev.vez.domain.outcome.AckOutcome;
import dev.vez.domain.outcome.Acked;
import dev.vez.domain.outcome.AcksJudged;
import dev.vez.domain.outcome.AcksOutcome;
import dev.vez.domain.outcome.ChangeAlreadyDone;
import dev.vez.domain.outcome.ChangeCarriedOut;
import dev.vez.domain.outcome.ChangeOutOfOrder;
import dev.vez.domain.outcome.ChangeOutcome;
import dev.vez.domain.outcome.EnqueueJudgement;
import dev.vez.domain.outcome.EnqueueOutcome;
import dev.vez.domain.outcome.Enqueued;
import dev.vez.domain.outcome.EnqueuesJudged;
import dev.vez.domain.outcome.ExtendOutcome;
import dev.vez.domain.outcome.LeadershipTaken;
import dev.vez.domain.outcome.LeaseExtended;
import dev.vez.domain.outcome.LeaseLost;
import dev.vez.domain.outcome.LeaseMissing;
import dev.vez.domain.outcome.LeasesReleased;
import dev.vez.domain.outcome.NackOutcome;
import dev.vez.domain.outcome.Outcome;
import dev.vez.domain.outcome.QueueMissing;
import dev.vez.domain.outcome.ReleaseOutcome;
import dev.vez.domain.outcome.TimeAdvanced;
import dev.vez.domain.record.GroupSettings;
import dev.vez.domain.record.LeaseRecord;
import dev.vez.domain.record.PayloadRecord;
import dev.vez.domain.record.StateReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The state machine of a data group: queues, their flows, leases and consumers.
 *
 * <p>An entry first advances time, which ends leases whose deadline has passed, then runs its
 * commands in order, then delivers what can be delivered. Each of these is bounded; what is left is
 * continued by the next entry, for which it asks with {@link WakeAt}.
 */
public final class QueueMachine implements StateMachine {

  /** The newest rules that this code knows. */
  public static final int VERSION = 1;

  private final QueueGroup group;
  private final Leases leases;
  private final Consumers consumers;
  private final Dispatcher dispatcher;
  private final Transfers transfers;
  private final Delays delays;
  private final Failures failures;
  private final DeadLetters deadLetters;
  private final Redrives redrives;
  private long lastIndex;

  QueueMachine(QueueGroup group) {
    this.group = group;
    this.leases = new Leases(group);
    this.consumers = new Consumers(group, leases);
    this.dispatcher = new Dispatcher(group, leases);
    this.transfers = new Transfers(group, leases);
    this.deadLetters = new DeadLetters(group, transfers);
    this.delays = new Delays(group, leases, deadLetters);
    this.failures = new Failures(group, leases, delays, deadLetters);
    this.redrives = new Redrives(group, leases, transfers);
  }

  /**
   * Builds the machine from what the store holds. The cost grows with active keys and leases, not
   * with depth.
   *
   * @param reader the store, which the machine goes on reading
   * @param windowBudgetBytes heap that the windows of all flows share, 1 or greater; it changes no
   *     outcome
   */
  public static QueueMachine recover(StateReader reader, long windowBudgetBytes) {
    return recover(reader, WindowLimits.ofBudget(windowBudgetBytes));
  }

  static QueueMachine recover(StateReader reader, WindowLimits limits) {
    return new QueueMachine(new QueueGroupRecovery(reader, limits).recover());
  }

  @Override
  public Applied apply(Entry entry) {
    if (entry.index() <= lastIndex) {
      throw new IllegalStateException(
          "Expected an entry above index " + lastIndex + ", but got " + entry.index());
    }
    lastIndex = entry.index();
    if (!entry.isOfExpectedTerm()) {
      return Applied.STALE;
    }
    group.entry.begin(entry.index());
    List<Command> commands = entry.proposal().commands();
    if (!commands.isEmpty() && commands.getFirst() instanceof BecomeLeader leader) {
      consumers.initialize(leader, VERSION);
    }
    boolean isWorkLeft = advanceTime(entry.proposal().logTimeMicros());
    List<Outcome> outcomes = new ArrayList<>(commands.size());
    for (Command command : commands) {
      outcomes.add(run(command));
    }
    isWorkLeft |= dispatcher.dispatch();
    failures.finish();
    deadLetters.finish();
    dispatcher.tell();
    group.buckets.tell();
    group.flush();
    askToWake(isWorkLeft);
    return new Applied(outcomes, group.changes.finish(), group.entry.effects(), false);
  }

  @Override
  public Digest digest() {
    return group.digest.value();
  }

  @Override
  public long logTimeMicros() {
    return group.logTimeMicros;
  }

  /** The group's settings; empty in a group that never had a leader. */
  public Optional<GroupSettings> settings() {
    return Optional.ofNullable(group.settings);
  }

  /** Figures of all queues, ordered by id. */
  public List<QueueFigures> figures() {
    return group.queues.values().stream().map(QueueMachine::figuresOf).toList();
  }

  /** Figures of one queue. */
  public Optional<QueueFigures> figures(QueueId id) {
    return Optional.ofNullable(group.queues.get(id)).map(QueueMachine::figuresOf);
  }

  /**
   * Figures of the first {@code max} flows of a queue in the order of their turns; those that wait
   * for tokens follow behind.
   */
  public List<FlowFigures> flows(QueueId id, int max) {
    List<FlowFigures> result = new ArrayList<>();
    HostedQueue queue = group.queues.get(id);
    if (queue == null) {
      return result;
    }
    addFigures(queue.ring, max, result);
    for (Stall stall = queue.stalls.peekFirst();
        stall != null && result.size() < max;
        stall = queue.stalls.after(stall)) {
      addFigures(stall.flows, max, result);
    }
    return result;
  }

  /** The demand at these token buckets, as far as they are there. */
  public List<BucketDemand> demandAt(List<String> throttleKeys) {
    return group.buckets.demandAt(throttleKeys);
  }

  /**
   * Keys of token buckets at which someone waits for a token that they do not have: the first in
   * order behind a key.
   */
  public List<String> lackingAfter(String throttleKey, int max) {
    return group.buckets.lackingAfter(throttleKey, max);
  }

  /** Figures of the first {@code max} token buckets in the order of their keys, as of log time. */
  public List<BucketFigures> buckets(int max) {
    return group.buckets.figures(max);
  }

  /** The last redrive of a dead-letter queue: how far it is, or with what it ended. */
  public Optional<RedriveProgress> redrive(QueueId id) {
    return Optional.ofNullable(group.redrives.find(id)).map(RedriveProgress::of);
  }

  /** Messages of a dead-letter queue that a redrive would move now. */
  public long redrivable(QueueId id, @Nullable String fairnessKey) {
    HostedQueue queue = group.queues.get(id);
    if (queue == null) {
      return 0;
    }
    if (fairnessKey == null) {
      return queue.pending;
    }
    Flow flow = queue.flows.get(fairnessKey);
    return flow == null ? 0 : flow.pending;
  }

  /** Whether no more leases may be alive in a queue, or in its group, before one ends. */
  public boolean isFull(QueueId id) {
    HostedQueue queue = group.queues.get(id);
    GroupSettings settings = group.settings;
    return queue != null
        && settings != null
        && (queue.inFlight() >= settings.inFlightPerQueueMax()
            || group.inFlight >= settings.inFlightPerGroupMax());
  }

  /** Whether a lease of the message is alive and has this id. */
  public boolean isLeased(QueueId id, MessageId message, LeaseId lease) {
    HostedQueue queue = group.queues.get(id);
    Lease current = queue == null ? null : Leases.find(queue, message);
    return current != null && current.id.equals(lease);
  }

  /** The lease that is alive for a message, whoever holds it. */
  public Optional<LeaseRecord> lease(QueueId id, MessageId message) {
    HostedQueue queue = group.queues.get(id);
    Lease current = queue == null ? null : Leases.find(queue, message);
    return Optional.ofNullable(current).map(Lease::toRecord);
  }

  private boolean advanceTime(long nowMicros) {
    group.logTimeMicros = Math.max(group.logTimeMicros, nowMicros);
    transfers.begin();
    // Delays first: what an expiry delays is not in the store yet.
    boolean isWorkLeft = delays.release();
    isWorkLeft |= expire();
    isWorkLeft |= group.idempotencyKeys.expire();
    isWorkLeft |= redrives.step();
    isWorkLeft |= group.buckets.ripen(group.settings().expiriesPerEntryMax());
    return isWorkLeft;
  }

  private boolean expire() {
    int left = group.settings().expiriesPerEntryMax();
    Lease due = group.timetable.firstDue(group.logTimeMicros);
    while (due != null && left > 0) {
      if (due.handedOver) {
        failures.expired(due);
      } else {
        leases.giveBack(due);
      }
      left--;
      due = group.timetable.firstDue(group.logTimeMicros);
    }
    return due != null;
  }

  private void askToWake(boolean isWorkLeft) {
    long next =
        isWorkLeft
            ? group.logTimeMicros
            : Math.min(
                Math.min(group.timetable.nextMicros(), group.delayTimetable.nextMicros()),
                Math.min(
                    Math.min(group.redrives.nextMicros(), group.buckets.nextMicros()),
                    group.idempotencyKeys.nextMicros()));
    if (next != Long.MAX_VALUE) {
      group.entry.effect(new WakeAt(next));
    }
  }

  private Outcome run(Command command) {
    return switch (command) {
      case BecomeLeader ignored -> {
        consumers.detachAll();
        yield new LeadershipTaken();
      }
      case QueueCommand queueCommand -> run(queueCommand);
      case CatalogueCommand wrong ->
          throw new IllegalStateException(
              "Expected a command for a data group, but got " + wrong.getClass().getSimpleName());
    };
  }

  private Outcome run(QueueCommand command) {
    return switch (command) {
      case Tick ignored -> new TimeAdvanced();
      case CarryOutChange c -> carryOut(c);
      case EnqueueMessages c -> enqueue(c);
      case AckMessage c -> ack(c);
      case AckMessages c -> ackEach(c);
      case NackMessage c -> nack(c);
      case ExtendLease c -> extend(c);
      case ReleaseLeases c -> release(c);
      case AttachConsumer c -> consumers.attach(c);
      case DetachConsumer c -> consumers.detach(c);
      case GrantCredit c -> consumers.grant(c);
      case RedriveMessages c -> redrives.start(c);
    };
  }

  private ChangeOutcome carryOut(CarryOutChange command) {
    if (command.mark().compareTo(group.mark) <= 0) {
      return new ChangeAlreadyDone(group.mark);
    }
    if (!command.previousMark().equals(group.mark)) {
      return new ChangeOutOfOrder(group.mark);
    }
    switch (command.change()) {
      case CatalogueChange.CreateQueues create -> create.queues().forEach(group::host);
      case CatalogueChange.DeleteQueues delete -> delete.queues().forEach(group::delete);
      case CatalogueChange.SetBucket(var key, var rateMicros, var burstMicros) ->
          group.buckets.set(key, rateMicros, burstMicros);
      case CatalogueChange.RemoveBucket(var key) -> group.buckets.remove(key);
      case CatalogueChange.LinkDeadLetters link ->
          update(link.queue(), queue -> queue.deadLetters = link.deadLetters());
      case CatalogueChange.SetMaxAttempts set ->
          update(set.queue(), queue -> queue.maxAttempts = set.maxAttempts());
      case CatalogueChange.SetGroupSetting(var setting, var value) ->
          group.settings = group.settings().with(setting, value);
    }
    group.mark = command.mark();
    return new ChangeCarriedOut();
  }

  private void update(QueueId id, Consumer<HostedQueue> change) {
    HostedQueue queue = group.queues.get(id);
    if (queue != null) {
      group.update(queue, () -> change.accept(queue));
    }
  }

  private EnqueueOutcome enqueue(EnqueueMessages command) {
    HostedQueue queue = group.queues.get(command.queue());
    if (queue == null) {
      return new QueueMissing();
    }
    List<NewMessage> messages = command.messages();
    for (int i = 0; i < messages.size(); i++) {
      NewMessage message = messages.get(i);
      if (!message.idempotencyKey().isEmpty()) {
        return judgeFrom(i, queue, messages);
      }
      put(queue, message);
    }
    return new Enqueued();
  }

  /** Goes on with the first message that has an idempotency key; those before it are accepted. */
  private EnqueueOutcome judgeFrom(int first, HostedQueue queue, List<NewMessage> messages) {
    List<EnqueueJudgement> judgements = new ArrayList<>(messages.size());
    for (int i = 0; i < first; i++) {
      judgements.add(EnqueueJudgement.Accepted.INSTANCE);
    }
    boolean areAllAccepted = true;
    for (NewMessage message : messages.subList(first, messages.size())) {
      EnqueueJudgement judgement =
          message.idempotencyKey().isEmpty()
              ? EnqueueJudgement.Accepted.INSTANCE
              : group.idempotencyKeys.judge(queue, message);
      if (judgement instanceof EnqueueJudgement.Accepted) {
        put(queue, message);
      } else {
        areAllAccepted = false;
      }
      judgements.add(judgement);
    }
    return areAllAccepted ? new Enqueued() : new EnqueuesJudged(judgements);
  }

  private void put(HostedQueue queue, NewMessage message) {
    Flow flow = queue.flows.computeIfAbsent(message.fairnessKey(), key -> new Flow(queue, key));
    Place place = group.entry.nextPlace();
    MessageInfo info =
        new MessageInfo(
            message.id(),
            place,
            message.weight(),
            message.throttleKeys(),
            0,
            message.enqueuedAtMillis(),
            XxHash64.of(message.payload()),
            0);
    group.changes.putPayload(
        queue.sum, new PayloadRecord(queue.id, place, message.payload()), info.payloadHash());
    WindowItem item = leases.put(flow, place, info);
    group.windows.append(flow, item);
    flow.weight = message.weight();
    leases.arrive(flow, place);
  }

  private AckOutcome ack(AckMessage command) {
    HostedQueue queue = group.queues.get(command.queue());
    if (queue == null) {
      return new QueueMissing();
    }
    return ack(queue, command.message(), command.lease());
  }

  private AckOutcome ack(HostedQueue queue, MessageId message, LeaseId expected) {
    Lease lease = Leases.find(queue, message);
    if (lease == null) {
      return new LeaseMissing();
    }
    if (!Leases.matches(lease, expected)) {
      return new LeaseLost(lease.id);
    }
    leases.settle(lease);
    return new Acked();
  }

  private AcksOutcome ackEach(AckMessages command) {
    HostedQueue queue = group.queues.get(command.queue());
    if (queue == null) {
      return new QueueMissing();
    }
    List<AckOutcome> outcomes = new ArrayList<>(command.messages().size());
    for (LeasedMessage each : command.messages()) {
      outcomes.add(ack(queue, each.id(), each.lease()));
    }
    return new AcksJudged(outcomes);
  }

  private ReleaseOutcome release(ReleaseLeases command) {
    HostedQueue queue = group.queues.get(command.queue());
    int released = 0;
    // From the last to the first, so that each goes before the one that was returned before it.
    for (LeasedMessage each : command.messages().reversed()) {
      Lease lease = queue == null ? null : Leases.find(queue, each.id());
      if (lease != null && lease.id.equals(each.lease())) {
        leases.giveBack(lease);
        released++;
      }
    }
    return new LeasesReleased(released);
  }

  private NackOutcome nack(NackMessage command) {
    HostedQueue queue = group.queues.get(command.queue());
    if (queue == null) {
      return new QueueMissing();
    }
    Lease lease = Leases.find(queue, command.message());
    if (lease == null) {
      return new LeaseMissing();
    }
    if (!Leases.matches(lease, command.lease())) {
      return new LeaseLost(lease.id);
    }
    return failures.nacked(lease, command);
  }

  private ExtendOutcome extend(ExtendLease command) {
    HostedQueue queue = group.queues.get(command.queue());
    if (queue == null) {
      return new QueueMissing();
    }
    Lease lease = Leases.find(queue, command.message());
    if (lease == null) {
      return new LeaseMissing();
    }
    if (!Leases.matches(lease, command.lease())) {
      return new LeaseLost(lease.id);
    }
    leases.extend(lease, group.logTimeMicros + command.durationMillis() * 1_000);
    return new LeaseExtended(lease.id, lease.deadlineMicros);
  }

  private static void addFigures(Ring<Flow> ring, int max, List<FlowFigures> result) {
    for (Flow flow = ring.peekFirst();
        flow != null && result.size() < max;
        flow = ring.after(flow)) {
      result.add(new FlowFigures(flow.key, flow.pending, flow.deficit, flow.weight));
    }
  }

  private static QueueFigures figuresOf(HostedQueue queue) {
    return new QueueFigures(
        queue.id,
        queue.pending,
        queue.delayed,
        queue.inFlight(),
        queue.consumers.size(),
        queue.ring.size());
  }
}
