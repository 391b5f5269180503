package dev.vez.app.demo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vez.app.Invocation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
final class DemoIT {

  @Test
  void shouldShowWhatTurnsDoAndCleanUp() throws IOException {
    List<Path> before = demoFolders();

    Invocation run = Invocation.of("demo", "--messages", "400");

    assertThat(run.err()).isEmpty();
    assertThat(run.code()).isZero();
    assertThat(run.out()).contains("Enqueued 2 x 580 messages").doesNotContain("\u001b");
    List<String> rows =
        run.out().lines().filter(line -> line.matches("(noisy|quiet-\\d) .*")).toList();
    assertThat(rows).hasSize(10);
    // Tenant, sent, then for each queue: of the first 200, served, mean wait and its unit.
    assertThat(cells(rows.getFirst())).startsWith("noisy", "400");
    assertThat(share(rows.getFirst(), 2)).isLessThan(60);
    assertThat(share(rows.getFirst(), 6)).isEqualTo(200);
    assertThat(rows.subList(1, 10))
        .allSatisfy(
            quiet -> {
              assertThat(share(quiet, 2)).isGreaterThan(10);
              assertThat(share(quiet, 6)).isZero();
            });
    assertThat(run.out()).containsPattern("last noisy message +done after \\d");
    assertThat(demoFolders()).isEqualTo(before);
  }

  private static int share(String row, int column) {
    return Integer.parseInt(cells(row).get(column));
  }

  private static List<String> cells(String row) {
    return Pattern.compile(" +").splitAsStream(row).toList();
  }

  private static List<Path> demoFolders() throws IOException {
    try (Stream<Path> all = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
      return all.filter(path -> path.getFileName().toString().startsWith("vez-demo-"))
          .sorted()
          .toList();
    }
  }
}
