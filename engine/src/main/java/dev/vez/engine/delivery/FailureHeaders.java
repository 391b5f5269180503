package dev.vez.engine.delivery;

import dev.vez.domain.message.FailedAttempt;
import dev.vez.domain.message.FailureHistory;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Headers by which a consumer of a dead-letter queue learns how a message failed. They replace what
 * the producer has put under the same names.
 */
final class FailureHeaders {

  /** The words on the last failed attempt; empty where it had none. */
  static final String FAILURE = "vez-failure";

  /**
   * The last attempts, the oldest first, as a JSON array of {@code {"attempt": 1, "kind": "nacked",
   * "failed_at_ms": 0, "error": ""}}; the kind is {@code nacked} or {@code expired}.
   */
  static final String ATTEMPTS = "vez-attempts";

  /** Most bytes of {@link #ATTEMPTS}; the oldest attempts are left out until it fits. */
  static final int ATTEMPTS_BYTES_MAX = 8 * 1024;

  private FailureHeaders() {}

  /** The headers of a message together with those on its failures. */
  static Map<String, String> with(Map<String, String> headers, FailureHistory history) {
    if (history.attempts().isEmpty()) {
      return headers;
    }
    Map<String, String> result = LinkedHashMap.newLinkedHashMap(headers.size() + 2);
    result.putAll(headers);
    result.put(FAILURE, history.attempts().getLast().error());
    result.put(ATTEMPTS, attempts(history.attempts()));
    return Collections.unmodifiableMap(result);
  }

  private static String attempts(List<FailedAttempt> attempts) {
    String array = "";
    for (FailedAttempt attempt : attempts.reversed()) {
      String longer = json(attempt) + (array.isEmpty() ? "" : "," + array);
      if (longer.getBytes(StandardCharsets.UTF_8).length + 2 > ATTEMPTS_BYTES_MAX) {
        break;
      }
      array = longer;
    }
    return "[" + array + "]";
  }

  private static String json(FailedAttempt attempt) {
    return "{\"attempt\":"
        + attempt.number()
        + ",\"kind\":\""
        + switch (attempt.kind()) {
          case NACKED -> "nacked";
          case EXPIRED -> "expired";
        }
        + "\",\"failed_at_ms\":"
        + attempt.failedAtMillis()
        + ",\"error\":\""
        + escaped(attempt.error())
        + "\"}";
  }

  private static String escaped(String text) {
    StringBuilder result = new StringBuilder(text.length() + 16);
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '"' || c == '\\') {
        result.append('\\').append(c);
      } else if (c < 0x20) {
        result.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
      } else {
        result.append(c);
      }
    }
    return result.toString();
  }
}
