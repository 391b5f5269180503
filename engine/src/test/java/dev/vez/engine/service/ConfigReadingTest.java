package dev.vez.engine.service;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vez.domain.command.ConfigMeaning;
import dev.vez.domain.record.GroupSetting;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConfigReadingTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "10,20 | 10000000 | 20000000",
        "' 1.5 , 2 ' | 1500000 | 2000000",
        "'0,0' | 0 | 0",
        "'-0,+1' | 0 | 1000000",
        ".5,5. | 500000 | 5000000",
        "1e3,1E-2 | 1000000000 | 10000",
        "0.0000019,0.9999999 | 1 | 999999",
        "1000000000,1e9 | 1000000000000000 | 1000000000000000",
      })
  void shouldReadRateAndBurstInMicroTokens(String value, long rateMicros, long burstMicros) {
    assertThat(ConfigReading.of("throttle.a.b", value))
        .isEqualTo(
            new ConfigReading.Meaningful(new ConfigMeaning.Bucket("a.b", rateMicros, burstMicros)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "10",
        "10,",
        ",10",
        ",",
        "1,2,3",
        "a,1",
        "1,a",
        "-1,1",
        "1,-0.1",
        "NaN,1",
        "1,Infinity",
        "inf,1",
        "1000000000.1,1",
        "1,1e10",
        "1e999,1",
        "1e-999999999,1",
        "0x10,1",
        "1f,1",
        "1 0,1",
        "1;2",
        " ",
        "\u0661,1",
      })
  void shouldSayWhatItExpectsWhereAValueIsNone(String value) {
    assertThat(ConfigReading.of("throttle.a", value))
        .isInstanceOfSatisfying(
            ConfigReading.Senseless.class,
            it -> {
              assertThat(it.problem().field()).isEqualTo("value");
              assertThat(it.problem().problem())
                  .startsWith("Expected <rate>,<burst>")
                  .contains("from 0 to 1000000000");
            });
  }

  @Test
  void shouldTakeNothingForNoBucket() {
    assertThat(ConfigReading.of("throttle.a", ""))
        .isEqualTo(new ConfigReading.Meaningful(new ConfigMeaning.NoBucket("a")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"1,1", ""})
  void shouldExpectAKeyAfterThePrefix(String value) {
    assertThat(ConfigReading.of("throttle.", value))
        .isInstanceOfSatisfying(
            ConfigReading.Senseless.class, it -> assertThat(it.problem().field()).isEqualTo("key"));
  }

  @ParameterizedTest
  @CsvSource({
    "queue.orders.max_attempts, orders",
    "queue.a.max_attempts.max_attempts, a.max_attempts"
  })
  void shouldReadTheLimitOnAttemptsOfAQueue(String key, String queue) {
    assertThat(ConfigReading.of(key, " 5 "))
        .isEqualTo(new ConfigReading.Meaningful(new ConfigMeaning.MaxAttempts(queue, 5)));
    assertThat(ConfigReading.of(key, "0"))
        .isEqualTo(new ConfigReading.Meaningful(new ConfigMeaning.MaxAttempts(queue, 0)));
    assertThat(ConfigReading.of(key, ""))
        .isEqualTo(new ConfigReading.Meaningful(new ConfigMeaning.MaxAttempts(queue, -1)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"-1", "1.5", "many", "1000000", " ", "\u0661"})
  void shouldExpectAWholeNumberOfAttempts(String value) {
    assertThat(ConfigReading.of("queue.orders.max_attempts", value))
        .isInstanceOfSatisfying(
            ConfigReading.Senseless.class,
            it -> {
              assertThat(it.problem().field()).isEqualTo("value");
              assertThat(it.problem().problem()).startsWith("Expected a whole number from 0");
            });
  }

  @ParameterizedTest
  @ValueSource(strings = {"queue..max_attempts", "queue.a b.max_attempts"})
  void shouldExpectTheNameOfAQueueBetweenPrefixAndSuffix(String key) {
    assertThat(ConfigReading.of(key, "5"))
        .isInstanceOfSatisfying(
            ConfigReading.Senseless.class, it -> assertThat(it.problem().field()).isEqualTo("key"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "queue.max_attempts",
        "queue.a.other",
        "throttle",
        "Throttle.a",
        "a.throttle.b",
        "anything"
      })
  void shouldLeaveOtherKeysToScripts(String key) {
    assertThat(ConfigReading.of(key, "x,y"))
        .isEqualTo(new ConfigReading.Meaningful(new ConfigMeaning.Text()));
  }

  @Test
  void shouldReadTheSettingsOfIdempotencyKeys() {
    assertThat(ConfigReading.of("idempotency.window_ms", " 1000 "))
        .isEqualTo(meaning(GroupSetting.IDEMPOTENCY_WINDOW_MILLIS, 1_000));
    assertThat(ConfigReading.of("idempotency.window_ms", "86400000"))
        .isEqualTo(meaning(GroupSetting.IDEMPOTENCY_WINDOW_MILLIS, 86_400_000));
    assertThat(ConfigReading.of("idempotency.window_ms", ""))
        .isEqualTo(meaning(GroupSetting.IDEMPOTENCY_WINDOW_MILLIS, 600_000));
    assertThat(ConfigReading.of("idempotency.max_keys", "0"))
        .isEqualTo(meaning(GroupSetting.IDEMPOTENCY_KEYS_MAX, 0));
    assertThat(ConfigReading.of("idempotency.max_keys", ""))
        .isEqualTo(meaning(GroupSetting.IDEMPOTENCY_KEYS_MAX, 1_000_000));
  }

  @ParameterizedTest
  @CsvSource({
    "idempotency.window_ms, 999, value, from 1000 to 86400000",
    "idempotency.window_ms, 86400001, value, from 1000 to 86400000",
    "idempotency.window_ms, 10m, value, from 1000 to 86400000",
    "idempotency.max_keys, 10000001, value, from 0 to 10000000",
    "idempotency.max_keys, -1, value, from 0 to 10000000",
    "idempotency.windowms, 1000, key, idempotency.window_ms or idempotency.max_keys"
  })
  void shouldSayWhatItExpectsOfTheSettingsOfIdempotencyKeys(
      String key, String value, String field, String expected) {
    assertThat(ConfigReading.of(key, value))
        .isInstanceOfSatisfying(
            ConfigReading.Senseless.class,
            it -> {
              assertThat(it.problem().field()).isEqualTo(field);
              assertThat(it.problem().problem()).contains(expected);
            });
  }

  private static ConfigReading meaning(GroupSetting setting, long value) {
    return new ConfigReading.Meaningful(new ConfigMeaning.OfGroups(setting, value));
  }
}
