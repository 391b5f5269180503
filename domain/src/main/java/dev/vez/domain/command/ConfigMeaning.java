package dev.vez.domain.command;

import dev.vez.domain.record.GroupSetting;
import dev.vez.domain.record.QueueRecord;

/**
 * What an entry of the runtime configuration means to the broker, as the leader read it before the
 * proposal.
 */
public sealed interface ConfigMeaning {

  /** Nothing: it is there for scripts to read. */
  record Text() implements ConfigMeaning {}

  /**
   * {@code throttle.<key>} with a value: there is a bucket of this key. Where there are several
   * data groups, it is shared out to them.
   *
   * @param throttleKey the key, not empty
   * @param rateMicros micro-tokens per second, 0 or greater
   * @param burstMicros micro-tokens, 0 or greater
   */
  record Bucket(String throttleKey, long rateMicros, long burstMicros) implements ConfigMeaning {}

  /** {@code throttle.<key>} without a value: there is no bucket of this key. */
  record NoBucket(String throttleKey) implements ConfigMeaning {}

  /**
   * {@code queue.<name>.max_attempts}: limits the attempts at the messages of a queue, now or once
   * it is created.
   *
   * @param queue the queue's name
   * @param maxAttempts failed attempts after which a message is a dead letter, 0 for no such limit,
   *     {@link QueueRecord#MAX_ATTEMPTS_OF_GROUP} where the key has no value
   */
  record MaxAttempts(String queue, int maxAttempts) implements ConfigMeaning {}

  /**
   * A setting of every data group.
   *
   * @param value within its range; its default where the key has no value
   */
  record OfGroups(GroupSetting setting, long value) implements ConfigMeaning {}
}
