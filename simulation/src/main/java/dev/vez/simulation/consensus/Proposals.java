package dev.vez.simulation.consensus;

import dev.vez.ports.replication.ProposalResult;
import dev.vez.simulation.audit.Event;
import dev.vez.simulation.world.Chance;
import dev.vez.simulation.world.FaultKind;
import dev.vez.simulation.world.Faults;
import dev.vez.simulation.world.World;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;

/** What was proposed to a member and is not answered yet. Arrives in order, if it arrives. */
final class Proposals {

  private static final long UNKNOWN_NANOS = TimeUnit.SECONDS.toNanos(3);
  private static final long LATE_MICROS_MAX = 3_000_000;

  private record Pending(long term, CompletableFuture<ProposalResult> result, long sinceNanos) {}

  private final RaftMember member;
  private final RaftNetwork network;
  private final TreeMap<Long, Pending> appended = new TreeMap<>();
  private final List<CompletableFuture<ProposalResult>> lost = new ArrayList<>();
  private long lastArrivalNanos;

  Proposals(RaftMember member, RaftNetwork network) {
    this.member = member;
    this.network = network;
  }

  CompletionStage<ProposalResult> propose(long expectedTerm, byte[] entry) {
    CompletableFuture<ProposalResult> result = new CompletableFuture<>();
    if (!member.isAlive()) {
      result.complete(new ProposalResult.NotLeader(""));
      return result;
    }
    World world = network.world();
    Faults faults = world.faults();
    Chance chance = world.chance();
    if (faults.strikesOneIn(network.rates().proposalLostOneIn())) {
      faults.count(FaultKind.PROPOSAL_LOST);
      lost.add(result);
      return result;
    }
    long delayMicros = chance.skewed(0, 200);
    if (faults.strikesOneIn(network.rates().proposalLateOneIn())) {
      faults.count(FaultKind.PROPOSAL_LATE);
      delayMicros += chance.skewed(0, LATE_MICROS_MAX);
    }
    lastArrivalNanos =
        Math.max(lastArrivalNanos, world.nowNanos() + TimeUnit.MICROSECONDS.toNanos(delayMicros));
    world.afterMicros(
        TimeUnit.NANOSECONDS.toMicros(lastArrivalNanos - world.nowNanos()),
        () -> arrived(expectedTerm, entry, result));
    return result;
  }

  private void arrived(long expectedTerm, byte[] entry, CompletableFuture<ProposalResult> result) {
    if (!member.isAlive()) {
      return;
    }
    RaftMember other = network.reachable(member, member.knownLeader());
    if (!member.isLeader()
        && other != null
        && other.isLeader()
        && network.rates().proposalLateOneIn() > 0
        && network.world().chance().percent(50)) {
      // Some libraries forward what they can no longer append.
      other.proposals().arrivedHere(expectedTerm, entry, result);
    } else {
      arrivedHere(expectedTerm, entry, result);
    }
  }

  private void arrivedHere(
      long expectedTerm, byte[] entry, CompletableFuture<ProposalResult> result) {
    Leading leading = member.leading();
    boolean isOtherTerm = leading != null && member.term() != expectedTerm;
    if (leading == null
        || member.isHandingOff()
        || (isOtherTerm && network.world().chance().percent(50))) {
      result.complete(new ProposalResult.NotLeader(""));
      return;
    }
    Faults faults = network.world().faults();
    long index = leading.append(new LogEntry.Proposed(member.term(), entry));
    if (isOtherTerm) {
      faults.count(FaultKind.OTHER_TERM);
      network.world().happened(new Event.StaleAppended(member.group(), index, member.term()));
    }
    if (faults.strikesOneIn(network.rates().answeredUnknownOneIn())) {
      faults.count(FaultKind.ANSWERED_UNKNOWN);
      result.complete(new ProposalResult.Unknown("the simulated library does not tell"));
    } else {
      appended.put(index, new Pending(member.term(), result, network.world().nowNanos()));
    }
    leading.replicate();
  }

  /** The place is decided. */
  void decided(long index, long term) {
    Pending pending = appended.remove(index);
    if (pending != null) {
      pending.result.complete(
          pending.term == term
              ? new ProposalResult.Committed(index, term)
              : new ProposalResult.Unknown("another entry took its place"));
    }
  }

  /** The outcome of what has waited for long is not known. */
  void giveUpOld() {
    lost.forEach(it -> it.complete(new ProposalResult.Unknown("it was lost")));
    lost.clear();
    long before = network.world().nowNanos() - UNKNOWN_NANOS;
    List<Pending> old = new ArrayList<>();
    for (Iterator<Pending> it = appended.values().iterator(); it.hasNext(); ) {
      Pending pending = it.next();
      if (pending.sinceNanos <= before) {
        it.remove();
        old.add(pending);
      }
    }
    old.forEach(it -> it.result.complete(new ProposalResult.Unknown("it is not committed yet")));
  }

  /** The member stops. */
  void abandonAll() {
    List<Pending> all = List.copyOf(appended.values());
    appended.clear();
    all.forEach(it -> it.result.complete(new ProposalResult.Unknown("the member has stopped")));
    giveUpOld();
  }
}
