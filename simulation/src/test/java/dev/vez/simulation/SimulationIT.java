package dev.vez.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vez.simulation.world.FaultKind;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Every promise holds, whatever fails. A failure says how to replay it. */
@Tag("simulation")
class SimulationIT {

  private static final long GATE_SEEDS = 2_000;

  /** More where {@code -Dvez.simulation.seeds} says so: a run goes on for as long as one likes. */
  private static final long LONG_SEEDS = Long.getLong("vez.simulation.seeds", 20_000);

  private static final int THREADS = Runtime.getRuntime().availableProcessors();
  private static final SummaryText TEXT = new SummaryText("this", Optional.empty());

  @Test
  void shouldKeepEveryPromise() {
    Summary summary = explore(1, GATE_SEEDS);

    assertThat(summary.failures()).as(() -> TEXT.of(summary)).isEmpty();
    // Or it would have proved nothing.
    assertThat(summary.accepted()).isGreaterThan(1_000_000);
    assertThat(summary.faults()).containsOnlyKeys(FaultKind.values());
  }

  @Test
  @Tag("long")
  void shouldKeepEveryPromiseForLong() {
    Summary summary = explore(GATE_SEEDS + 1, LONG_SEEDS);

    assertThat(summary.failures()).as(() -> TEXT.of(summary)).isEmpty();
  }

  private static Summary explore(long firstSeed, long seeds) {
    return new Exploration(Simulation::run, System::nanoTime, _ -> {})
        .explore(firstSeed, seeds, Long.MAX_VALUE, THREADS, false);
  }
}
