package dev.vez.domain.machine;

import dev.vez.domain.hash.Digest;
import dev.vez.domain.hash.RecordHasher;
import dev.vez.domain.id.QueueId;
import dev.vez.domain.message.FailureHistory;
import dev.vez.domain.message.MessageInfo;
import dev.vez.domain.record.DigestRecord;
import dev.vez.domain.record.FailureRecord;
import dev.vez.domain.record.Mutation;
import dev.vez.domain.record.PayloadRecord;
import dev.vez.domain.record.RecordKey;
import dev.vez.domain.record.StateRecord;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Collects what one entry changes and keeps the digest: every record written adds its hash to the
 * sum of its queue, every record removed takes it away.
 */
final class Changes {

  private final RecordHasher hasher = new RecordHasher();
  private final List<@Nullable Mutation> mutations = new ArrayList<>();

  /** Sums that changed in this entry, in the order of their first change. */
  private final List<DigestSum> changedSums = new ArrayList<>();

  /** Writes a record that is new. Gives its slot, for {@link #cancel}. */
  int put(DigestSum sum, StateRecord record) {
    add(sum, hasher.hash(record));
    mutations.add(new Mutation.Put(record));
    return mutations.size() - 1;
  }

  /** Takes back a {@link #put} of this entry, as if it had never been. */
  void cancel(DigestSum sum, int slot, StateRecord record) {
    mutations.set(slot, null);
    subtract(sum, hasher.hash(record));
  }

  /** Removes a record that the store holds. */
  void remove(DigestSum sum, StateRecord record) {
    subtract(sum, hasher.hash(record));
    mutations.add(new Mutation.Remove(record.key()));
  }

  /** Writes a new payload. */
  void putPayload(DigestSum sum, PayloadRecord record, long payloadHash) {
    add(sum, hasher.hashPayload(record.queue(), record.enqueued(), payloadHash));
    mutations.add(new Mutation.Put(record));
  }

  /** Removes the payload of a message. */
  void removePayload(DigestSum sum, QueueId queue, MessageInfo message) {
    subtract(sum, hasher.hashPayload(queue, message.enqueued(), message.payloadHash()));
    mutations.add(new Mutation.Remove(new RecordKey.OfPayload(queue, message.enqueued())));
  }

  /** Writes the failed attempts of a message that has none in that queue. */
  void addFailures(DigestSum sum, FailureRecord record, long failuresHash) {
    add(sum, hasher.hashFailures(record.queue(), record.enqueued(), failuresHash));
    mutations.add(new Mutation.Put(record));
  }

  /** Writes the failed attempts of a message over those of its earlier version, if it had any. */
  void replaceFailures(
      DigestSum sum, MessageInfo earlier, FailureRecord record, long failuresHash) {
    forgetFailures(sum, record.queue(), earlier);
    addFailures(sum, record, failuresHash);
  }

  /** Removes the failed attempts of a message, if it has any. */
  void removeFailures(DigestSum sum, QueueId queue, MessageInfo message) {
    if (message.failuresHash() != 0) {
      forgetFailures(sum, queue, message);
      mutations.add(new Mutation.Remove(new RecordKey.OfFailure(queue, message.enqueued())));
    }
  }

  /** The hash by which a message refers to its failed attempts. */
  long hashOf(FailureHistory history) {
    return hasher.hashOf(history);
  }

  private void forgetFailures(DigestSum sum, QueueId queue, MessageInfo message) {
    if (message.failuresHash() != 0) {
      subtract(sum, hasher.hashFailures(queue, message.enqueued(), message.failuresHash()));
    }
  }

  /**
   * Writes a record over its earlier version.
   *
   * @param earlier hash of the earlier version, {@link Digest#ZERO} where there is none
   * @return hash of this version
   */
  Digest replace(DigestSum sum, Digest earlier, StateRecord record) {
    subtract(sum, earlier);
    Digest hash = hasher.hash(record);
    add(sum, hash);
    mutations.add(new Mutation.Put(record));
    return hash;
  }

  /** Removes a record by the hash of its last version; nothing where that is zero. */
  void removeReplaced(DigestSum sum, Digest earlier, RecordKey key) {
    if (!earlier.equals(Digest.ZERO)) {
      subtract(sum, earlier);
      mutations.add(new Mutation.Remove(key));
    }
  }

  /** Removes a queue with all that is in it. Nothing of it may be written later in this entry. */
  void removeQueue(QueueId queue) {
    changedSums.removeIf(sum -> sum.queue().equals(queue));
    mutations.add(new Mutation.RemoveQueue(queue));
  }

  /** The hash of a record as it lies in the store. */
  Digest hashOf(StateRecord record) {
    return hasher.hash(record);
  }

  /** Ends the entry: what it changed, with the sums. */
  List<Mutation> finish() {
    List<Mutation> result = new ArrayList<>(mutations.size() + changedSums.size());
    for (Mutation mutation : mutations) {
      if (mutation != null) {
        result.add(mutation);
      }
    }
    for (DigestSum sum : changedSums) {
      sum.changed = false;
      result.add(new Mutation.Put(new DigestRecord(sum.queue(), sum.value())));
    }
    mutations.clear();
    changedSums.clear();
    return result;
  }

  private void add(DigestSum sum, Digest hash) {
    sum.add(hash);
    note(sum);
  }

  private void subtract(DigestSum sum, Digest hash) {
    sum.subtract(hash);
    note(sum);
  }

  private void note(DigestSum sum) {
    if (!sum.changed) {
      sum.changed = true;
      changedSums.add(sum);
    }
  }
}
