package dev.vez.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** A seed is a run, to the last bit. */
class ReplayTest {

  private static final int SEEDS = 8;

  @Test
  void shouldDoTheSameForTheSameSeed() {
    List<RunReport> first = LongStream.rangeClosed(1, SEEDS).mapToObj(Simulation::run).toList();
    // In another order, so that nothing that one run leaves behind can repeat itself.
    List<RunReport> second =
        LongStream.rangeClosed(1, SEEDS)
            .map(seed -> SEEDS + 1 - seed)
            .mapToObj(Simulation::run)
            .toList()
            .reversed();

    assertThat(second).isEqualTo(first);
  }

  @Test
  void shouldDoSomethingElseForEachSeed() {
    assertThat(LongStream.rangeClosed(1, SEEDS).map(seed -> Simulation.run(seed).traceHash()))
        .doesNotHaveDuplicates();
  }

  @Test
  void shouldNotBeChangedByBeingWatched() {
    List<String> lines = new ArrayList<>();

    RunReport watched = Simulation.run(RunPlan.of(7), lines::add);

    assertThat(watched).isEqualTo(Simulation.run(7));
    assertThat(lines).hasSizeGreaterThan(100);
  }
}
