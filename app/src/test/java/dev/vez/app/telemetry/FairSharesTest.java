package dev.vez.app.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class FairSharesTest {

  @Test
  void shouldBeOneForEveryKeyThatGetsItsShare() {
    FairShares shares = new FairShares();
    deliver(shares, "gold", 3, 30);
    deliver(shares, "bronze", 1, 10);

    assertThat(shares.look()).isEqualTo(Map.of("gold", 1.0, "bronze", 1.0));
  }

  @Test
  void shouldShowWhoGotMoreAndWhoLess() {
    FairShares shares = new FairShares();
    deliver(shares, "a", 1, 30);
    deliver(shares, "b", 1, 10);

    assertThat(shares.look()).isEqualTo(Map.of("a", 1.5, "b", 0.5));
  }

  @Test
  void shouldTellAllReadersTheSameUntilTheWindowEndsAndLeaveOutTheSharedLabel() {
    AtomicLong nanos = new AtomicLong();
    FairShares shares = new FairShares(nanos::get);
    deliver(shares, "a", 1, 30);
    shares.look();
    deliver(shares, BusiestKeys.OTHER, 1, 5);

    assertThat(shares.look()).isEqualTo(Map.of("a", 1.0));
    nanos.addAndGet(FairShares.WINDOW_NANOS_MIN);
    assertThat(shares.look()).isEmpty();
  }

  private static void deliver(FairShares shares, String label, int weight, int times) {
    for (int i = 0; i < times; i++) {
      shares.delivered(label, weight);
    }
  }
}
