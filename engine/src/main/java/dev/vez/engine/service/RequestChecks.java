package dev.vez.engine.service;

import dev.vez.domain.machine.CatalogueMachine;
import dev.vez.domain.message.Bytes;
import dev.vez.domain.record.QueueConfig;
import dev.vez.ports.api.EnqueueBatch;
import dev.vez.ports.api.Rejection;
import dev.vez.ports.api.Rejection.InvalidArgument;
import dev.vez.ports.api.SettleBatch;
import dev.vez.ports.scheduling.EnqueueVerdict;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Checks what can be judged of a request by itself. Each check gives the problem, or none. Problems
 * name the limit and the figures, never the content.
 */
final class RequestChecks {

  private static final int QUEUE_NAME_LENGTH_MAX = 255;

  private final RequestLimits limits;

  RequestChecks(RequestLimits limits) {
    this.limits = limits;
  }

  /** The name of a queue that is to be used. */
  static @Nullable InvalidArgument queueName(String field, String name) {
    // The dead-letter queue of a queue with the longest name has a longer one.
    int lengthMax =
        name.endsWith(CatalogueMachine.DEAD_LETTER_SUFFIX)
            ? QUEUE_NAME_LENGTH_MAX + CatalogueMachine.DEAD_LETTER_SUFFIX.length()
            : QUEUE_NAME_LENGTH_MAX;
    return queueName(field, name, lengthMax);
  }

  /**
   * The name of a queue that must exist. One that no queue can have is not looked for, and is not
   * repeated in full where it is longer than any.
   */
  static @Nullable Rejection existingQueue(String field, String name) {
    InvalidArgument problem = queueName(field, name);
    if (problem == null || name.isEmpty()) {
      return problem;
    }
    return new Rejection.QueueNotFound(
        name.length() <= QUEUE_NAME_LENGTH_MAX
            ? name
            : name.substring(0, QUEUE_NAME_LENGTH_MAX) + "...");
  }

  /** The name of a queue that is to be created. */
  static @Nullable InvalidArgument newQueueName(String field, String name) {
    return queueName(field, name, QUEUE_NAME_LENGTH_MAX);
  }

  /** What one message may be, headers and body. */
  int messageBytesMax() {
    return limits.messageBytesMax();
  }

  /** The size of a batch. */
  static @Nullable InvalidArgument batch(String field, int messages) {
    return messages <= EnqueueBatch.MESSAGES_MAX
        ? null
        : new InvalidArgument(
            field,
            "Expected at most " + EnqueueBatch.MESSAGES_MAX + " messages, but got " + messages);
  }

  /** The size of a batch of settlements. */
  static @Nullable InvalidArgument settlements(String field, int settlements) {
    return settlements <= SettleBatch.SETTLEMENTS_MAX
        ? null
        : new InvalidArgument(
            field,
            "Expected at most "
                + SettleBatch.SETTLEMENTS_MAX
                + " settlements, but got "
                + settlements);
  }

  /** Headers and body of a message. */
  @Nullable InvalidArgument message(Map<String, String> headers, Bytes body) {
    if (headers.size() > limits.headersMax()) {
      return exceeded(
          "headers", "headers", limits.headersMax(), headers.size(), "limits.headers_max");
    }
    long bytes = body.size();
    for (Map.Entry<String, String> header : headers.entrySet()) {
      long name = Utf8.sizeOf(header.getKey());
      if (name > limits.headerNameBytesMax()) {
        return exceeded(
            "headers",
            "bytes in the name of a header",
            limits.headerNameBytesMax(),
            name,
            "limits.header_name_bytes_max");
      }
      long value = Utf8.sizeOf(header.getValue());
      if (value > limits.headerValueBytesMax()) {
        return exceeded(
            "headers",
            "bytes in the value of a header",
            limits.headerValueBytesMax(),
            value,
            "limits.header_value_bytes_max");
      }
      bytes += name + value;
    }
    return bytes > limits.messageBytesMax()
        ? exceeded(
            "payload",
            "bytes of headers and payload",
            limits.messageBytesMax(),
            bytes,
            "server.max_message_bytes")
        : null;
  }

  /** An idempotency key, empty for none. */
  static @Nullable InvalidArgument idempotencyKey(String key) {
    long bytes = Utf8.sizeOf(key);
    return bytes > EnqueueBatch.IDEMPOTENCY_KEY_BYTES_MAX
        ? new InvalidArgument(
            "idempotency_key",
            "Expected at most "
                + EnqueueBatch.IDEMPOTENCY_KEY_BYTES_MAX
                + " bytes, but got "
                + bytes)
        : null;
  }

  /** What a script chose. */
  @Nullable InvalidArgument verdict(EnqueueVerdict verdict) {
    long fairnessKey = Utf8.sizeOf(verdict.fairnessKey());
    if (fairnessKey > limits.keyBytesMax()) {
      return exceeded(
          "fairness_key", "bytes", limits.keyBytesMax(), fairnessKey, "limits.key_bytes_max");
    }
    if (verdict.throttleKeys().size() > limits.throttleKeysMax()) {
      return exceeded(
          "throttle_keys",
          "keys",
          limits.throttleKeysMax(),
          verdict.throttleKeys().size(),
          "limits.throttle_keys_max");
    }
    for (String key : verdict.throttleKeys()) {
      long size = Utf8.sizeOf(key);
      if (size > limits.keyBytesMax()) {
        return exceeded(
            "throttle_keys", "bytes", limits.keyBytesMax(), size, "limits.key_bytes_max");
      }
    }
    return null;
  }

  /** A script's source. */
  @Nullable InvalidArgument script(String field, String source) {
    long size = Utf8.sizeOf(source);
    return size > limits.scriptBytesMax()
        ? exceeded(field, "bytes", limits.scriptBytesMax(), size, "limits.script_bytes_max")
        : null;
  }

  /** A visibility timeout, 0 for the default. */
  static @Nullable InvalidArgument visibilityTimeout(String field, long millis) {
    boolean isValid =
        millis == 0
            || (millis >= QueueConfig.VISIBILITY_TIMEOUT_MILLIS_MIN
                && millis <= QueueConfig.VISIBILITY_TIMEOUT_MILLIS_MAX);
    return isValid
        ? null
        : new InvalidArgument(
            field,
            "Expected 0 or "
                + QueueConfig.VISIBILITY_TIMEOUT_MILLIS_MIN
                + " to "
                + QueueConfig.VISIBILITY_TIMEOUT_MILLIS_MAX
                + " milliseconds, but got "
                + millis);
  }

  /** How long a lease is to be extended. */
  static @Nullable InvalidArgument extension(String field, long millis) {
    return millis >= 1 && millis <= QueueConfig.VISIBILITY_TIMEOUT_MILLIS_MAX
        ? null
        : new InvalidArgument(
            field,
            "Expected 1 to "
                + QueueConfig.VISIBILITY_TIMEOUT_MILLIS_MAX
                + " milliseconds, but got "
                + millis);
  }

  private static @Nullable InvalidArgument queueName(String field, String name, int lengthMax) {
    if (name.isEmpty()) {
      return new InvalidArgument(field, "Expected the name of a queue, but got none");
    }
    if (name.length() > lengthMax) {
      return new InvalidArgument(
          field, "Expected at most " + lengthMax + " characters, but got " + name.length());
    }
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      if (!isWordCharacter(c) && (i == 0 || (c != '.' && c != '-' && c != ':'))) {
        return new InvalidArgument(
            field,
            "Expected letters, digits and any of . _ - :, beginning with a letter, digit or _,"
                + " but found another character at position "
                + (i + 1));
      }
    }
    return null;
  }

  private static boolean isWordCharacter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
  }

  private static InvalidArgument exceeded(
      String field, String what, long max, long actual, String limit) {
    return new InvalidArgument(
        field, "Expected at most " + max + " " + what + " (" + limit + "), but got " + actual);
  }
}
