package dev.vez.domain.record;

import dev.vez.domain.id.QueueId;

/**
 * What an entry does to the records of a group. Mutations of one entry take effect in order, all or
 * none.
 */
public sealed interface Mutation {

  /** Writes a record over whatever lies under its key. */
  record Put(StateRecord record) implements Mutation {}

  /** Removes the record under a key; the key may be absent. */
  record Remove(RecordKey key) implements Mutation {}

  /**
   * Removes every record of a queue: the queue, its flows, messages, delayed messages, payloads,
   * failures, leases, consumers, redrive, idempotency keys and digest sum. Its cost does not depend
   * on how many there are.
   */
  record RemoveQueue(QueueId queue) implements Mutation {}
}
