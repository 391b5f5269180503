package dev.vez.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A seed is the same run in every process, whatever collects its garbage. */
@Tag("simulation")
class ReplayIT {

  private static final int SEEDS = 50;
  private static final List<String> HERE = TraceHashes.of(SEEDS);

  @ParameterizedTest
  @ValueSource(strings = {"-XX:+UseG1GC", "-XX:+UseSerialGC"})
  void shouldDoTheSameInAnotherProcess(String collector) throws IOException {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                collector,
                "--sun-misc-unsafe-memory-access=allow",
                "-cp",
                System.getProperty("java.class.path"),
                TraceHashes.class.getName(),
                Integer.toString(SEEDS))
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

    assertThat(out.lines().filter(line -> line.matches("[0-9a-f]+"))).isEqualTo(HERE);
  }
}
