package dev.vez.simulation.workload;

import dev.vez.domain.message.Bytes;
import dev.vez.ports.scheduling.EnqueueVerdict;
import dev.vez.simulation.audit.FailurePlan;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A message as a producer sends it. Its headers and body follow from its number, so that whoever
 * gets it can tell whether it is still the same.
 *
 * @param number unique in the run
 * @param queue name of the queue
 * @param key that the script is told to choose
 * @param throttleKeys that the script is told to choose
 * @param failure what the script is told to make of failed attempts
 * @param isPoison whether the scripts are to fail on it
 * @param isEndless whether they would never end, where they are to fail
 * @param size of the body in bytes, {@link #SIZE_MIN} or more
 * @param idempotencyKey by which a repeat is known, empty for none
 */
record SentMessage(
    long number,
    QueuePlan queue,
    KeyPlan key,
    List<String> throttleKeys,
    FailurePlan failure,
    boolean isPoison,
    boolean isEndless,
    int size,
    String idempotencyKey) {

  /** A number and a size. */
  static final int SIZE_MIN = 12;

  private static final String NUMBER = "number";

  /** What the queue's script chooses, or the broker where it fails. */
  KeyPlan chosen() {
    return isPoison && queue.hasScript()
        ? new KeyPlan(EnqueueVerdict.DEFAULT_FAIRNESS_KEY, 1, List.of())
        : new KeyPlan(key.key(), key.weight(), throttleKeys);
  }

  /** What the queue's script makes of failed attempts; none where it has none, or it fails. */
  @Nullable FailurePlan chosenFailure() {
    return queue.hasFailureScript() && !isPoison ? failure : null;
  }

  /** The same once more, under a number of its own. */
  SentMessage again(long newNumber) {
    return new SentMessage(
        newNumber, queue, key, throttleKeys, failure, isPoison, isEndless, size, idempotencyKey);
  }

  Map<String, String> headers() {
    // In an order of their own: that of Map.of differs from process to process.
    Map<String, String> headers = new TreeMap<>();
    headers.put(NUMBER, Long.toString(number));
    headers.put(Scripts.KEY, key.key());
    headers.put(Scripts.WEIGHT, Integer.toString(key.weight()));
    if (failure.delayMillis() > 0) {
      headers.put(Scripts.DELAY, Long.toString(failure.delayMillis()));
    }
    if (failure.deadFromAttempts() > 0) {
      headers.put(Scripts.DEAD_FROM, Integer.toString(failure.deadFromAttempts()));
    }
    if (!throttleKeys.isEmpty()) {
      headers.put(Scripts.THROTTLE, String.join(Scripts.SEPARATOR, throttleKeys));
    }
    if (isPoison) {
      headers.put(Scripts.POISON, isEndless ? Scripts.ENDLESS : "");
    }
    return headers;
  }

  Bytes body() {
    ByteBuffer body = ByteBuffer.allocate(size).putLong(number).putInt(size);
    while (body.hasRemaining()) {
      body.put(filler(number, body.position()));
    }
    return Bytes.wrap(body.array());
  }

  /** The number of a message that is as it was sent, else 0. */
  static long numberOf(Map<String, String> headers, Bytes body) {
    if (body.size() < SIZE_MIN) {
      return 0;
    }
    ByteBuffer buffer = body.asByteBuffer();
    long number = buffer.getLong();
    if (buffer.getInt() != body.size()
        || !Long.toString(number).equals(headers.get(NUMBER))
        || !headers.containsKey(Scripts.KEY)
        || !headers.containsKey(Scripts.WEIGHT)) {
      return 0;
    }
    for (int i = SIZE_MIN; i < body.size(); i++) {
      if (body.at(i) != filler(number, i)) {
        return 0;
      }
    }
    return number;
  }

  private static byte filler(long number, int position) {
    return (byte) (number * 31 + position);
  }
}
