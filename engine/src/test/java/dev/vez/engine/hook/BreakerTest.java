package dev.vez.engine.hook;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class BreakerTest {

  private static final long COOLDOWN = 1_000;

  private final Breaker breaker = new Breaker(3, COOLDOWN);

  @Test
  void shouldOpenAtTheThresholdOnly() {
    assertThat(breaker.failed(0)).isFalse();
    assertThat(breaker.failed(0)).isFalse();
    assertThat(breaker.isOpen(0)).isFalse();

    assertThat(breaker.failed(0)).isTrue();

    assertThat(breaker.isOpen(0)).isTrue();
  }

  @Test
  void shouldCountFailuresInARow() {
    breaker.failed(0);
    breaker.failed(0);
    breaker.succeeded();

    assertThat(breaker.failed(0)).isFalse();
    assertThat(breaker.failed(0)).isFalse();
    assertThat(breaker.failed(0)).isTrue();
  }

  @Test
  void shouldStayOpenForTheCooldown() {
    long start = Long.parseLong("9223372036854775800"); // Monotonic time may overflow.
    open(start);

    assertThat(breaker.isOpen(start + COOLDOWN - 1)).isTrue();
    assertThat(breaker.isOpen(start + COOLDOWN)).isFalse();
  }

  @Test
  void shouldOpenAgainAtTheNextFailureAfterTheCooldown() {
    open(0);
    assertThat(breaker.isOpen(COOLDOWN)).isFalse();

    assertThat(breaker.failed(COOLDOWN)).isTrue();

    assertThat(breaker.isOpen(2 * COOLDOWN - 1)).isTrue();
  }

  @Test
  void shouldForgetFailuresOnceItWorksAgain() {
    open(0);
    breaker.succeeded();

    assertThat(breaker.failed(COOLDOWN)).isFalse();
    assertThat(breaker.isOpen(COOLDOWN)).isFalse();
  }

  @Test
  void shouldNotBeProlongedByCallsThatWereUnderWay() {
    open(0);

    assertThat(breaker.failed(COOLDOWN / 2)).isFalse();

    assertThat(breaker.isOpen(COOLDOWN)).isFalse();
  }

  private void open(long now) {
    breaker.failed(now);
    breaker.failed(now);
    breaker.failed(now);
    assertThat(breaker.isOpen(now)).isTrue();
  }
}
