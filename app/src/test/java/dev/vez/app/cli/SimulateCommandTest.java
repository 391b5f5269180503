package dev.vez.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vez.app.Invocation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class SimulateCommandTest {

  @TempDir private Path folder;

  @Test
  void shouldReplayASeedWithItsTraceAndTheHashLast() {
    Invocation first = Invocation.of("simulate", "--seed", "7", "--events", "300");
    Invocation second = Invocation.of("simulate", "--seed", "7", "--events", "300", "--quiet");

    assertThat(first.code()).isZero();
    assertThat(first.out()).contains("NodeStarted");
    assertThat(second.out()).doesNotContain("NodeStarted");
    assertThat(lastLine(first)).matches("trace hash {2}[0-9a-f]{16}").isEqualTo(lastLine(second));
  }

  @Test
  void shouldExploreSeedsAndWriteASummary() throws IOException {
    Path summary = folder.resolve("summary.json");

    Invocation run =
        Invocation.of(
            "simulate", "--seeds", "2", "--first-seed", "5", "--json", summary.toString());

    assertThat(run.code()).isZero();
    assertThat(run.out()).contains("from 5, 0 failed");
    assertThat(Files.readString(summary))
        .startsWith("{\"build\":\"vez ")
        .contains("\"first_seed\":5,\"seeds\":2,\"failed\":0,");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--seed 1 --seeds 5",
        "--seed 1 --minutes 5",
        "--events 5",
        "--seeds 0",
        "--minutes -1",
        "--threads 0",
        "--seed x",
        "--mutant no-such-mutant"
      })
  void shouldRefuseWhatMakesNoSense(String arguments) {
    Invocation run = Invocation.of(("simulate " + arguments).split(" ", -1));

    assertThat(run.code()).isEqualTo(2);
    assertThat(run.err()).startsWith("Error: ");
  }

  private static String lastLine(Invocation run) {
    return run.out().lines().toList().getLast();
  }
}
