package dev.vez.simulation.world;

import dev.vez.domain.hash.Digest;
import dev.vez.domain.id.QueueId;
import dev.vez.domain.record.DigestRecord;
import dev.vez.domain.record.Mutation;
import dev.vez.domain.record.RecordKey;
import dev.vez.domain.record.RecordType;
import dev.vez.ports.recovery.RecordImage;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The digest of a group as its store has it: the sum over all queues and the rest. */
final class KeptDigest {

  private final Map<QueueId, Digest> sums = new HashMap<>();
  private Digest total = Digest.ZERO;

  KeptDigest(RecordImage image) {
    image.all(RecordType.DIGEST).forEach(record -> put((DigestRecord) record));
  }

  Digest total() {
    return total;
  }

  void follow(List<Mutation> mutations) {
    for (Mutation mutation : mutations) {
      switch (mutation) {
        case Mutation.Put(DigestRecord record) -> put(record);
        case Mutation.Put _ -> {}
        case Mutation.Remove(RecordKey.OfDigest(var queue)) -> remove(queue);
        case Mutation.Remove _ -> {}
        case Mutation.RemoveQueue(var queue) -> remove(queue);
      }
    }
  }

  private void put(DigestRecord record) {
    remove(record.queue());
    sums.put(record.queue(), record.sum());
    total = total.plus(record.sum());
  }

  private void remove(QueueId queue) {
    Digest sum = sums.remove(queue);
    if (sum != null) {
      total = total.minus(sum);
    }
  }
}
