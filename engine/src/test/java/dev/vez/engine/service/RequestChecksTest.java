package dev.vez.engine.service;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vez.domain.message.Bytes;
import dev.vez.ports.api.Rejection.InvalidArgument;
import dev.vez.ports.scheduling.EnqueueVerdict;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RequestChecksTest {

  private final RequestChecks checks =
      new RequestChecks(new RequestLimits(100, 3, 5, 10, 4, 2, 20));

  @ParameterizedTest
  @ValueSource(strings = {"a", "_", "0", "a.b", "a-b:c_D.9", "orders.dlq"})
  void shouldTakeValidNames(String name) {
    assertThat(RequestChecks.queueName("queue", name)).isNull();
    assertThat(RequestChecks.newQueueName("name", name)).isNull();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ".", "-a", ":a", "a b", "a/b", "a\u0000", "\u00e9", "a*"})
  void shouldRefuseOtherNamesWithoutRepeatingThem(String name) {
    InvalidArgument problem = found(RequestChecks.queueName("queue", name));

    assertThat(problem.field()).isEqualTo("queue");
    if (name.length() > 1) {
      assertThat(problem.problem()).doesNotContain(name);
    }
  }

  @Test
  void shouldSayWhereANameGoesWrong() {
    assertThat(problemOf(RequestChecks.queueName("queue", "ab c"))).contains("position 3");
    assertThat(problemOf(RequestChecks.queueName("queue", "q".repeat(256))))
        .contains("at most 255")
        .contains("256");
  }

  @Test
  void shouldTakeAMessageWithinAllLimits() {
    assertThat(check(Map.of("n1234", "v123456789", "b", ""), 84)).isNull();
  }

  @Test
  void shouldNameTheLimitThatAMessageExceeds() {
    Map<String, String> many = new HashMap<>();
    for (int i = 0; i < 4; i++) {
      many.put("n" + i, "");
    }
    assertThat(problemOf(check(many, 0))).contains("limits.headers_max").contains("got 4");
    assertThat(problemOf(check(Map.of("n12345", ""), 0))).contains("limits.header_name_bytes_max");
    assertThat(problemOf(check(Map.of("n", "\u00e9".repeat(6)), 0)))
        .contains("limits.header_value_bytes_max")
        .contains("got 12");
    assertThat(problemOf(check(Map.of("n", "v"), 99)))
        .contains("server.max_message_bytes")
        .contains("got 101");
  }

  @Test
  void shouldNameTheLimitThatAScriptOrItsVerdictExceeds() {
    assertThat(problemOf(checks.script("script", "x".repeat(21))))
        .contains("limits.script_bytes_max")
        .contains("got 21");
    assertThat(problemOf(checks.verdict(new EnqueueVerdict("12345", 1, List.of()))))
        .contains("limits.key_bytes_max")
        .contains("got 5");
    assertThat(problemOf(checks.verdict(new EnqueueVerdict("k", 1, List.of("a", "b", "c")))))
        .contains("limits.throttle_keys_max")
        .contains("got 3");
    assertThat(problemOf(checks.verdict(new EnqueueVerdict("k", 1, List.of("12345")))))
        .contains("limits.key_bytes_max");
    assertThat(checks.script("script", "x".repeat(20))).isNull();
    assertThat(checks.verdict(new EnqueueVerdict("1234", 1, List.of("a", "1234")))).isNull();
  }

  @Test
  void shouldNeverRepeatTheContentOfAMessage() {
    String secret = "secret-secret";

    assertThat(problemOf(check(Map.of("n", secret), 0))).doesNotContain(secret);
    assertThat(problemOf(check(Map.of(secret, "v"), 0))).doesNotContain(secret);
  }

  private @Nullable InvalidArgument check(Map<String, String> headers, int bodyBytes) {
    return checks.message(headers, Bytes.wrap(new byte[bodyBytes]));
  }

  private static String problemOf(@Nullable InvalidArgument problem) {
    return found(problem).problem();
  }

  private static InvalidArgument found(@Nullable InvalidArgument problem) {
    if (problem == null) {
      throw new AssertionError("Expected a problem, but there is none");
    }
    return problem;
  }
}
