package dev.vez.app.crash;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vez.app.harness.WorkFolder;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Kills at any moment lose nothing, bring nothing back and break no lease.
 *
 * <p>{@code -Dvez.crash.seed=N} repeats the choices of a run, though not the machine's; {@code
 * -Dvez.crash.rounds=N} and {@code -Dvez.crash.longRounds=N} set how often it kills.
 */
@Tag("crash")
class CrashIT {

  private static final int ROUNDS = Integer.getInteger("vez.crash.rounds", 20);
  private static final int LONG_ROUNDS = Integer.getInteger("vez.crash.longRounds", 500);

  /** Between two drains, which bounds the history. */
  private static final int ROUNDS_PER_DRAIN = 25;

  @Test
  void shouldKeepItsPromisesThroughKills() {
    campaign("crash", ROUNDS);
  }

  @Test
  @Tag("long")
  void shouldKeepItsPromisesThroughManyKills() {
    campaign("crash-long", LONG_ROUNDS);
  }

  private static void campaign(String name, int rounds) {
    long seed = Long.getLong("vez.crash.seed", ThreadLocalRandom.current().nextLong());
    System.out.println(name + ": " + rounds + " rounds, -Dvez.crash.seed=" + seed);
    try (WorkFolder folder = WorkFolder.named(name)) {
      CrashCampaign campaign = new CrashCampaign(folder.path(), seed);
      campaign.begin();
      for (int left = rounds; left > 0; left -= ROUNDS_PER_DRAIN) {
        campaign.run(Math.min(left, ROUNDS_PER_DRAIN));
        System.out.println(name + ": " + campaign.figures());
      }
      assertThat(campaign.figures().judged())
          .allSatisfy((checker, n) -> assertThat(n).isPositive());
      folder.passed();
    }
  }
}
