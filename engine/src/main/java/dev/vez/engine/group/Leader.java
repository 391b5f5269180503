package dev.vez.engine.group;

import dev.vez.domain.command.BecomeLeader;
import dev.vez.domain.command.Command;
import dev.vez.domain.command.Entry;
import dev.vez.domain.command.Proposal;
import dev.vez.domain.effect.Effect;
import dev.vez.domain.effect.WakeAt;
import dev.vez.domain.machine.Applied;
import dev.vez.engine.codec.EntryCodec;
import dev.vez.ports.api.Rejection;
import dev.vez.ports.replication.ConsensusGroup;
import dev.vez.ports.replication.ProposalResult;
import dev.vez.ports.replication.ProposalResult.Committed;
import dev.vez.ports.replication.ProposalResult.NotLeader;
import dev.vez.ports.replication.ProposalResult.Unknown;
import dev.vez.ports.scheduling.Timers;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What this node is and does while it leads a group, for one term: it takes over with {@link
 * BecomeLeader}, proposes what waits as soon as there is room for another entry, and keeps the
 * timer. On the loop only.
 */
final class Leader {

  private static final Logger LOG = LoggerFactory.getLogger(Leader.class);

  /** The engine's own commands in one entry, so that they never keep requests out. */
  private static final int OWN_COMMANDS_PER_ENTRY_MAX = 256;

  private final long term;
  private final LogClock logClock;
  private final Inbox<?> inbox;
  private final ConsensusGroup consensus;
  private final GroupOptions options;
  private final BecomeLeader takeOver;
  private final Executor loop;
  private final OwnCommands ownCommands;
  private final WakeTimer wakeTimer;
  private final Map<Long, InFlightEntry> proposed = new HashMap<>();

  /** Entries proposed and not yet answered. */
  private int inFlight;

  private long lastSequence;
  private boolean serving;
  private boolean resigned;

  /**
   * A leader that has yet to take over.
   *
   * @param loop runs tasks on the loop
   */
  Leader(
      long term,
      LogClock logClock,
      Inbox<?> inbox,
      ConsensusGroup consensus,
      GroupOptions options,
      BecomeLeader takeOver,
      Timers timers,
      Executor loop) {
    this.term = term;
    this.logClock = logClock;
    this.inbox = inbox;
    this.consensus = consensus;
    this.options = options;
    this.takeOver = takeOver;
    this.loop = loop;
    this.ownCommands = new OwnCommands(timers, loop, options.repeatDelayMillis(), this::pump);
    this.wakeTimer = new WakeTimer(logClock, timers, loop, this::proposeSoon);
  }

  long term() {
    return term;
  }

  LogClock logClock() {
    return logClock;
  }

  /** Whether its first entry is applied. */
  boolean isServing() {
    return serving;
  }

  /** Whether it has nothing more to do, and nobody waits for it. */
  boolean isIdle() {
    return inFlight == 0 && ownCommands.isEmpty() && inbox.isEmpty();
  }

  /** Begins to serve, by an entry that holds nothing but that. */
  void takeOver() {
    ownCommands.add(new TakeOver(takeOver));
    pump();
  }

  /** Proposes what waits, as far as there is room. */
  void pump() {
    if (resigned) {
      return;
    }
    if (serving) { // Until then nothing goes out but what takes over.
      takeOwnCommands();
    }
    while (inFlight < options.entriesInFlightMax()) {
      InFlightEntry entry = nextEntry();
      if (entry == null) {
        return;
      }
      propose(entry);
    }
  }

  /**
   * An entry is applied and written.
   *
   * @return who waits for it, for whom {@link #answered} must be called once they are answered;
   *     nobody where this leader did not propose it, or it has no effect
   */
  @Nullable InFlightEntry applied(Entry entry, Applied applied) {
    Proposal proposal = entry.proposal();
    InFlightEntry waiting =
        proposal.expectedTerm() == term ? proposed.remove(proposal.sequence()) : null;
    if (applied.staleTerm()) {
      if (waiting != null) {
        noEffect(waiting, new Rejection.NotLeader(""));
      }
      return null;
    }
    if (entry.term() != term) {
      return null;
    }
    if (waiting != null && waiting.ownCommands().contains(wakeTimer)) {
      wakeTimer.tickApplied();
    }
    keepWish(applied.effects(), proposal.logTimeMicros());
    if (!serving && isTakeOver(proposal)) {
      serving = true;
      // It may have been thought lost; a second one would close every stream.
      ownCommands.removeIf(command -> command instanceof TakeOver);
    }
    return waiting;
  }

  /** Those who waited for an entry have been answered: there is room for another. */
  void answered() {
    inFlight--;
    pump();
  }

  /** Serves what it has, and lets no more time pass. */
  void windDown() {
    wakeTimer.cancel();
  }

  /**
   * Leads no more: what was proposed may still be carried out, what was not is not.
   *
   * @param ofProposed for requests that were proposed
   * @param ofWaiting for the others
   */
  void resign(Rejection ofProposed, Rejection ofWaiting) {
    resigned = true;
    wakeTimer.cancel();
    List<InFlightEntry> entries = List.copyOf(proposed.values());
    proposed.clear();
    for (InFlightEntry entry : entries) {
      entry.refuseRequests(ofProposed);
      entry.abandonOwnCommands(ofWaiting);
    }
    ownCommands.abandon(ofWaiting);
  }

  private void proposeSoon(OwnCommand command) {
    ownCommands.add(command);
    loop.execute(this::pump);
  }

  private void takeOwnCommands() {
    for (OwnCommand each = inbox.pollOwnCommand(); each != null; each = inbox.pollOwnCommand()) {
      ownCommands.add(each);
    }
  }

  private @Nullable InFlightEntry nextEntry() {
    List<OwnCommand> own = new ArrayList<>();
    while (own.size() < OWN_COMMANDS_PER_ENTRY_MAX) {
      OwnCommand command = ownCommands.poll();
      if (command == null) {
        break;
      }
      own.add(command);
    }
    List<Submission> requests = serving ? nextRequests() : List.of();
    return own.isEmpty() && requests.isEmpty()
        ? null
        : new InFlightEntry(++lastSequence, own, requests);
  }

  private List<Submission> nextRequests() {
    List<Submission> requests = new ArrayList<>();
    long bytes = 0;
    long messages = 0;
    Submission next = inbox.peekRequest();
    while (next != null
        && (requests.isEmpty()
            || (messages + next.messages() <= options.entryMessagesMax()
                && bytes + next.bytes() <= options.entryBytesMax()))) {
      bytes += next.bytes();
      messages += next.messages();
      requests.add(next);
      inbox.pollRequest();
      next = inbox.peekRequest();
    }
    return requests;
  }

  private void propose(InFlightEntry entry) {
    List<Command> commands = new ArrayList<>(entry.ownCommands().size() + entry.requests().size());
    entry.ownCommands().forEach(each -> commands.add(each.command()));
    entry.requests().forEach(each -> commands.add(each.command()));
    Proposal proposal = new Proposal(term, entry.sequence(), logClock.nowMicros(), commands);
    proposed.put(entry.sequence(), entry);
    inFlight++;
    consensus
        .propose(term, EntryCodec.encode(proposal))
        .whenComplete((result, failure) -> onResult(entry, result, failure));
  }

  /** On any thread. */
  private void onResult(
      InFlightEntry entry, @Nullable ProposalResult result, @Nullable Throwable failure) {
    ProposalResult known = result == null ? new Unknown("the proposal failed: " + failure) : result;
    if (known instanceof Committed committed && committed.term() == term) {
      return; // Its outcomes come with the entry itself.
    }
    loop.execute(() -> onNoEntry(entry, known));
  }

  private void onNoEntry(InFlightEntry entry, ProposalResult result) {
    if (!proposed.remove(entry.sequence(), entry)) {
      return; // Its entry came first, or this node leads no more.
    }
    switch (result) {
      case Committed _ -> noEffect(entry, new Rejection.NotLeader(""));
      case NotLeader(var leaderHint) -> noEffect(entry, new Rejection.NotLeader(leaderHint));
      case Unknown(var why) -> {
        LOG.warn("Whether an entry of term {} is committed is not known: {}", term, why);
        noEffect(entry, new Rejection.OutcomeUnknown("the entry may or may not be committed"));
      }
    }
  }

  private void noEffect(InFlightEntry entry, Rejection reason) {
    entry.refuseRequests(reason);
    ownCommands.repeat(entry.ownCommands());
    answered();
  }

  private void keepWish(List<Effect> effects, long entryMicros) {
    // From the last, because a state machine says it last.
    for (int i = effects.size() - 1; i >= 0; i--) {
      if (effects.get(i) instanceof WakeAt(var micros)) {
        wakeTimer.wish(micros, entryMicros);
        return;
      }
    }
  }

  private static boolean isTakeOver(Proposal proposal) {
    return !proposal.commands().isEmpty() && proposal.commands().getFirst() instanceof BecomeLeader;
  }
}
