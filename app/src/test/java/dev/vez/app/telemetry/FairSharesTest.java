package dev.vez.app.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class FairSharesTest {

  @Test
  void shouldBeOneForEveryKeyThatGetsItsShare() {
    FairShares shares = new FairShares();
    deliver(shares, "gold", 3, 30);
    deliver(shares, "bronze", 1, 10);

    assertThat(shares.take()).isEqualTo(Map.of("gold", 1.0, "bronze", 1.0));
  }

  @Test
  void shouldShowWhoGotMoreAndWhoLess() {
    FairShares shares = new FairShares();
    deliver(shares, "a", 1, 30);
    deliver(shares, "b", 1, 10);

    assertThat(shares.take()).isEqualTo(Map.of("a", 1.5, "b", 0.5));
  }

  @Test
  void shouldStartAfreshAtEachLookAndLeaveOutTheSharedLabel() {
    FairShares shares = new FairShares();
    deliver(shares, "a", 1, 30);
    shares.take();
    deliver(shares, BusiestKeys.OTHER, 1, 5);

    assertThat(shares.take()).isEmpty();
  }

  private static void deliver(FairShares shares, String label, int weight, int times) {
    for (int i = 0; i < times; i++) {
      shares.delivered(label, weight);
    }
  }
}
