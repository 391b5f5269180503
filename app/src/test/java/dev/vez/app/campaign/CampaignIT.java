package dev.vez.app.campaign;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vez.app.harness.WorkFolder;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Whatever happens to three nodes and what lies between them, nothing that was accepted is lost,
 * nothing that was settled comes back, no two live leases overlap, and the cluster heals.
 *
 * <p>{@code -Dvez.campaign.seed=N} repeats the choices of a run, though not the machine's; {@code
 * -Dvez.campaign.seconds=N} sets how long the short one strikes and {@code
 * -Dvez.campaign.minutes=N} how long the long one does, for each library.
 */
@Tag("cluster")
@EnabledOnOs(OS.LINUX)
class CampaignIT {

  private static final Duration SHORT =
      Duration.ofSeconds(Integer.getInteger("vez.campaign.seconds", 60));
  private static final Duration LONG =
      Duration.ofMinutes(Integer.getInteger("vez.campaign.minutes", 30));

  /** Bounds the history. */
  private static final Duration ROUND = Duration.ofSeconds(90);

  @ParameterizedTest
  @ValueSource(strings = {"ratis", "jraft"})
  void shouldKeepItsPromisesWhateverHappens(String consensus) {
    campaign("campaign-" + consensus, consensus, SHORT);
  }

  @ParameterizedTest
  @ValueSource(strings = {"ratis", "jraft"})
  @Tag("long")
  void shouldKeepItsPromisesForLong(String consensus) {
    campaign("campaign-long-" + consensus, consensus, LONG);
  }

  private static void campaign(String name, String consensus, Duration length) {
    long seed = Long.getLong("vez.campaign.seed", ThreadLocalRandom.current().nextLong());
    System.out.println(name + ": " + length + ", -Dvez.campaign.seed=" + seed);
    try (WorkFolder folder = WorkFolder.named(name);
        Campaign campaign = new Campaign(folder.path(), consensus, seed)) {
      campaign.begin();
      long end = System.nanoTime() + length.toNanos();
      for (long left = length.toNanos(); left > 0; left = end - System.nanoTime()) {
        campaign.run(Duration.ofNanos(Math.min(left, ROUND.toNanos())));
        System.out.println(name + ": " + campaign.figures());
      }
      // The order cannot be judged in a round in which leaders moved while it was drained.
      assertThat(campaign.figures().judged())
          .allSatisfy(
              (checker, n) ->
                  assertThat(n).isGreaterThanOrEqualTo(checker.contains("order") ? 0 : 1));
      folder.passed();
    } catch (AssertionError | RuntimeException failure) {
      throw new AssertionError(
          "%s failed with -Dvez.campaign.seed=%d; logs and history are in %s"
              .formatted(name, seed, WorkFolder.pathOf(name)),
          failure);
    }
  }
}
