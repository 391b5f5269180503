package dev.vez.app.demo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vez.app.Invocation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("cluster")
@Timeout(180)
final class ClusterDemoIT {

  @ParameterizedTest
  @ValueSource(strings = {"ratis", "jraft"})
  void shouldGoOnWithoutItsLeaderAndLoseNothing(String consensus) throws IOException {
    List<Path> before = demoFolders();

    Invocation run = Invocation.of("cluster", "demo", "--consensus", consensus);

    assertThat(run.err()).isEmpty();
    assertThat(run.code()).isZero();
    assertThat(run.out()).containsPattern("kill -9 of node [123], which leads");
    assertThat(figure(run, "accepted")).isPositive();
    assertThat(figure(run, "delivered"))
        .isBetween(figure(run, "accepted"), figure(run, "accepted") + figure(run, "unknown"));
    assertThat(figure(run, "lost")).isZero();
    assertThat(figure(run, "gap in ms")).isPositive();
    assertThat(demoFolders()).isEqualTo(before);
    assertThat(ProcessHandle.current().descendants().filter(DemoProcesses::isDemoNode)).isEmpty();
  }

  @Test
  void shouldSayWhichLibrariesThereAre() {
    Invocation run = Invocation.of("cluster", "demo", "--consensus", "paxos");

    assertThat(run.code()).isEqualTo(2);
    assertThat(run.err()).contains("--consensus").contains("RATIS, JRAFT");
  }

  private static long figure(Invocation run, String name) {
    Matcher line =
        Pattern.compile("^" + name + " +([\\d,]+)", Pattern.MULTILINE).matcher(run.out());
    assertThat(line.find()).as("a line of " + name + " in " + run.out()).isTrue();
    return Long.parseLong(line.group(1).replace(",", ""));
  }

  private static List<Path> demoFolders() throws IOException {
    try (Stream<Path> all = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
      return all.filter(path -> path.getFileName().toString().startsWith("vez-demo-"))
          .sorted()
          .toList();
    }
  }

  /** Knows the demonstration's processes. */
  private static final class DemoProcesses {

    private DemoProcesses() {}

    static boolean isDemoNode(ProcessHandle process) {
      return process.info().commandLine().orElse("").contains(DemoNode.class.getName());
    }
  }
}
