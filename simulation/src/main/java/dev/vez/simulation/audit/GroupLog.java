package dev.vez.simulation.audit;

import dev.vez.domain.hash.Digest;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What is known of the log of one group, from what all its nodes have written. */
final class GroupLog {

  private record Stamp(long index, long term) {}

  private final int group;
  private final boolean isReplicated;
  private final int driftPpmMax;
  private final Findings findings;
  private long[] micros = new long[256];
  private long[] terms = new long[256];
  private @Nullable Digest[] digests = new Digest[256];
  private long lastIndex;

  /** Log index of the last entry that each node has written. */
  private final Map<Integer, Long> lastOfNode = new HashMap<>();

  /** Log index of the first entry of each term. */
  private final Map<Long, Long> firstOfTerm = new HashMap<>();

  /** Entries that were proposed for another term than the one in which they were appended. */
  private final Set<Stamp> stale = new HashSet<>();

  /** The most that log time can be at virtual time 0, or would have been. */
  private long paceMicros;

  /** Since the store of a node alone was opened: its clock counts only before the first entry. */
  private boolean wrote;

  /**
   * A log of which nothing is known.
   *
   * @param driftPpmMax by how much the clocks of leaders run fast at most, in millionths
   */
  GroupLog(int group, boolean isReplicated, int driftPpmMax, Findings findings) {
    this.driftPpmMax = driftPpmMax;
    this.group = group;
    this.isReplicated = isReplicated;
    this.findings = findings;
  }

  long lastIndex() {
    return lastIndex;
  }

  /** Log time after the last entry in microseconds. */
  long lastMicros() {
    return micros[at(lastIndex)];
  }

  long lastTerm() {
    return terms[at(lastIndex)];
  }

  /** Log time after an entry; 0 where it is not known. */
  long micros(long index) {
    return index > lastIndex ? 0 : micros[at(index)];
  }

  /** The term of an entry; 0 where it is not known. */
  long term(long index) {
    return index > lastIndex ? 0 : terms[at(index)];
  }

  /** Log index of the first entry of a term; 0 where there is none. */
  long firstIndexOf(long term) {
    return firstOfTerm.getOrDefault(term, 0L);
  }

  /** A node opened its store, with what it has kept. */
  void open(int node, long index, Digest digest, long nowMicros) {
    if (!isReplicated) {
      // Later entries were never answered, and their indices are used again.
      lastIndex = Math.min(lastIndex, index);
      paceMicros = lastMicros() - passed(nowMicros);
      wrote = false;
      firstOfTerm.values().removeIf(first -> first > index);
    }
    lastOfNode.put(node, index);
    checkDigest(node, index, digest, Invariant.REPLICAS_AGREE);
  }

  /** A node took another one's state in the place of its own. */
  void restore(int node, long index, Digest digest) {
    lastOfNode.put(node, index);
    checkDigest(node, index, digest, Invariant.SNAPSHOT_EQUALS_REPLAY);
  }

  /** The wall clock of a node reads {@code wallAtZeroMicros} at virtual time 0, or would have. */
  void clock(long wallAtZeroMicros) {
    if (isReplicated || !wrote) {
      paceMicros = Math.max(paceMicros, wallAtZeroMicros);
    }
  }

  /** An entry was appended in another term than it was proposed for. */
  void stale(long index, long term) {
    stale.add(new Stamp(index, term));
  }

  void write(Event.EntryWritten event, long nowMicros) {
    long index = event.index();
    Long before = lastOfNode.put(event.node(), index);
    if (before != null && before >= index) {
      findings.breach(
          Invariant.LOG_TIME_MONOTONIC,
          "Node " + event.node() + " wrote entry " + index + " after " + before);
    }
    if (index <= lastIndex) {
      checkRepeated(event);
      return;
    }
    if (event.logTimeMicros() < lastMicros()) {
      findings.breach(
          Invariant.LOG_TIME_MONOTONIC,
          "After entry "
              + lastIndex
              + " at "
              + lastMicros()
              + " us, group "
              + group
              + " wrote entry "
              + index
              + " at "
              + event.logTimeMicros()
              + " us");
    }
    // Divisions have lost a part of what drift gives.
    long lostMicros = driftPpmMax / 500;
    if (event.logTimeMicros() > paceMicros + passed(nowMicros) + lostMicros) {
      findings.breach(
          Invariant.LOG_TIME_KEEPS_PACE,
          "Entry "
              + index
              + " of group "
              + group
              + " has a log time of "
              + event.logTimeMicros()
              + " us, which no clock can have reached");
    }
    checkStale(event);
    append(event);
  }

  /** The most that a clock may say has passed. */
  private long passed(long micros) {
    return micros + (micros / 1_000 + 1) * driftPpmMax / 1_000;
  }

  private void append(Event.EntryWritten event) {
    wrote = true;
    long index = event.index();
    if (at(index) >= micros.length) {
      int length = Math.max(at(index) + 1, micros.length * 2);
      micros = Arrays.copyOf(micros, length);
      terms = Arrays.copyOf(terms, length);
      digests = Arrays.copyOf(digests, length);
    }
    for (long gap = lastIndex + 1; gap < index; gap++) {
      micros[at(gap)] = lastMicros();
      terms[at(gap)] = lastTerm();
      digests[at(gap)] = null;
    }
    micros[at(index)] = event.logTimeMicros();
    terms[at(index)] = event.term();
    digests[at(index)] = event.digest();
    firstOfTerm.putIfAbsent(event.term(), index);
    lastIndex = index;
  }

  private void checkRepeated(Event.EntryWritten event) {
    long index = event.index();
    if (digests[at(index)] == null
        || terms[at(index)] != event.term()
        || micros[at(index)] != event.logTimeMicros()) {
      findings.breach(
          Invariant.REPLICAS_AGREE,
          "Node "
              + event.node()
              + " wrote another entry "
              + index
              + " of group "
              + group
              + " than the nodes before it");
    }
    checkDigest(event.node(), index, event.digest(), Invariant.REPLICAS_AGREE);
  }

  private void checkDigest(int node, long index, Digest digest, Invariant invariant) {
    Digest known = index > 0 && index <= lastIndex ? digests[at(index)] : null;
    if (known != null && !known.equals(digest)) {
      findings.breach(
          invariant,
          "At entry "
              + index
              + " of group "
              + group
              + " the digest of node "
              + node
              + " is not that of the nodes before it");
    }
  }

  private void checkStale(Event.EntryWritten event) {
    Digest before = digests[at(lastIndex)];
    if (stale.contains(new Stamp(event.index(), event.term()))
        && before != null
        && !before.equals(event.digest())) {
      findings.breach(
          Invariant.STALE_TERM_HAS_NO_EFFECT,
          "Entry "
              + event.index()
              + " of group "
              + group
              + " was proposed for another term than "
              + event.term()
              + ", but has changed the state");
    }
  }

  private static int at(long index) {
    return Math.toIntExact(index);
  }
}
