package dev.vez.domain.machine;

import dev.vez.domain.command.Entry;
import dev.vez.domain.hash.Digest;

/**
 * The state of one group as a function of its log. Not thread-safe: the group's loop alone calls
 * it.
 *
 * <p>What is in memory is a cache of the store. {@link #apply} reads the store as it was written up
 * to the entry before; the caller must write the returned mutations before it applies the next
 * entry.
 */
public interface StateMachine {

  /**
   * Applies one committed entry. Bounded work, deterministic.
   *
   * @throws RuntimeException if an invariant is broken or the store cannot be read; the group must
   *     then stop, the entry is never skipped
   */
  Applied apply(Entry entry);

  /** Sum over the hashes of all logical records after the last entry. */
  Digest digest();

  /** Log time after the last entry in microseconds, 0 in an empty group. */
  long logTimeMicros();
}
