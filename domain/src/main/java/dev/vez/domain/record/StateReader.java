package dev.vez.domain.record;

import dev.vez.domain.id.Place;
import dev.vez.domain.id.QueueId;
import dev.vez.domain.message.Bytes;
import dev.vez.domain.message.FailureHistory;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What a state machine reads from its store. It sees every batch written so far. A failure to read
 * is an unchecked exception and stops the group.
 */
public interface StateReader {

  /**
   * The waiting messages of a flow in order of place, from {@code from} (inclusive), at most {@code
   * limit} of them. The cost depends on the limit, not on the depth.
   */
  List<MessageRecord> readMessages(QueueId queue, String fairnessKey, Place from, int limit);

  /** The payload of a message, by the place of its enqueue. */
  Optional<Bytes> readPayload(QueueId queue, Place enqueued);

  /** The failed attempts of a message, by the place of its enqueue. */
  Optional<FailureHistory> readFailures(QueueId queue, Place enqueued);

  /**
   * The delayed messages of a queue in the order in which they are due, from those due at {@code
   * fromMicros} (inclusive), at most {@code limit} of them. The cost depends on the limit, not on
   * how many there are.
   */
  List<DelayedRecord> readDelayed(QueueId queue, long fromMicros, int limit);

  /**
   * The flows of a queue in the order of their keys, those after {@code afterKey} only where it is
   * not null, at most {@code limit} of them. The cost depends on the limit.
   */
  List<FlowRecord> readFlows(QueueId queue, @Nullable String afterKey, int limit);

  /** The use of an idempotency key that a queue has not forgotten. */
  Optional<IdempotencyKeyRecord> readIdempotencyKey(QueueId queue, String idempotencyKey);

  /**
   * When windows of idempotency keys of a queue end, in that order, from those that end at {@code
   * fromMicros} (inclusive), at most {@code limit} of them. The cost depends on the limit, not on
   * how many there are.
   */
  List<KeyExpiryRecord> readKeyExpiries(QueueId queue, long fromMicros, int limit);

  /** Visits all records of a type in the order of their keys. */
  void scan(RecordType type, Consumer<? super StateRecord> visitor);
}
