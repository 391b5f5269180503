package dev.vez.domain.record;

import dev.vez.domain.hash.Digest;
import dev.vez.domain.id.QueueId;

/**
 * Sum of the hashes of one queue's records, or of all others. Not itself part of any sum.
 *
 * @param queue the queue, or {@link QueueId#NONE} for all records that belong to no queue
 * @param sum the sum
 */
public record DigestRecord(QueueId queue, Digest sum) implements StateRecord {

  @Override
  public RecordKey key() {
    return new RecordKey.OfDigest(queue);
  }
}
