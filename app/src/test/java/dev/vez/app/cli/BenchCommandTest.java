package dev.vez.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vez.app.Invocation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BenchCommandTest {

  @ParameterizedTest
  @CsvSource({
    "--depth, 99999, 'Expected --depth of 100000 or more, but got 99999'",
    "--rounds, 0, 'Expected --rounds from 1 to 1000, but got 0'",
    "--rounds, 1001, 'Expected --rounds from 1 to 1000, but got 1001'"
  })
  void shouldRefuseWhatIsOutOfRange(String option, String value, String told) {
    Invocation run = Invocation.of("bench", option, value);

    assertThat(run.code()).isEqualTo(2);
    assertThat(run.err()).contains(told);
  }

  @Test
  void shouldSayWhereTheBenchmarksAreFoundWhereTheyAreNotInstalled() {
    Invocation run = Invocation.of("bench", "--list");

    assertThat(run.code()).isEqualTo(1);
    assertThat(run.err())
        .isEqualTo(
            "Error: the benchmarks are not part of this installation: run ./vez bench in a source"
                + " tree\n");
  }
}
