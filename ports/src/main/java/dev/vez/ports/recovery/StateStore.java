package dev.vez.ports.recovery;

import dev.vez.domain.record.StateReader;
import java.nio.file.Path;

/**
 * Keeps the state of one group. The group's loop alone writes; {@link #sync} and {@link
 * #readPayload} and {@link #readFailures} may run on other threads at the same time.
 *
 * <p>Any failure is a {@link StoreException}. After a failed write or sync every later call of
 * {@link #write} or {@link #sync} fails too: a store never carries on as if nothing had happened.
 */
public interface StateStore extends StateReader, AutoCloseable {

  /** Position of the last batch written; {@link AppliedPosition#NONE} in a new store. */
  AppliedPosition applied();

  /**
   * Writes all mutations of one entry and its position, all or none. Every later read sees them.
   * They are durable only after the next {@link #sync}.
   *
   * @throws IllegalArgumentException if the batch's index is not above {@link #applied()}
   */
  void write(StoreBatch batch);

  /** Makes durable what was written before this call. Blocks; at most one caller at a time. */
  void sync();

  /**
   * Puts a copy of the state as of {@link #applied()} into {@code folder}, which must not exist.
   * Called by the group's loop, so nothing is written meanwhile.
   *
   * @return the position read from the copy itself
   */
  AppliedPosition checkpoint(Path folder);

  /** Closes the store; what was written and not synced may be lost. Idempotent. */
  @Override
  void close();
}
