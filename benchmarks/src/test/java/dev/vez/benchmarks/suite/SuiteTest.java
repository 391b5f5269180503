package dev.vez.benchmarks.suite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.vez.app.bench.BenchmarkRequest;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SuiteTest {

  @TempDir private Path folder;

  @Test
  void shouldListEveryNameOnce() throws Exception {
    String listed = run(request(List.of(), true, Optional.empty(), Optional.empty()));

    assertThat(listed.lines()).doesNotHaveDuplicates();
    assertThat(listed.lines().filter(line -> !line.startsWith(" ")))
        .contains("floor", "calls", "streams", "failover", "cluster", "rejoin");
    assertThat(listed)
        .as("names under which such figures are published")
        .contains(
            "  enqueue_throughput_1kb\n",
            "  e2e_latency_p99_light\n",
            "  fairness_overhead_pct\n",
            "  fairness_accuracy_max_deviation\n",
            "  lua_on_enqueue_overhead_us\n",
            "  memory_per_message_overhead\n",
            "  compaction_p99_delta\n",
            "  key_cardinality_10k_throughput\n",
            "  consumer_concurrency_100_throughput\n");
  }

  @Test
  void shouldPrintWhatItMeasuresAndKeepIt() throws Exception {
    Path file = folder.resolve("results.json");

    String printed = run(request(List.of("floor"), false, Optional.of(file), Optional.empty()));

    assertThat(printed.lines().map(line -> line.split(" ", 2)[0]))
        .containsExactlyElementsOf(new DiskFloor().names());
    JsonObject results = JsonParser.parseString(Files.readString(file)).getAsJsonObject();
    assertThat(results.keySet())
        .containsExactlyInAnyOrder("version", "timestamp", "commit", "machine", "benchmarks");
    assertThat(ResultFile.read(file).values())
        .hasSize(2)
        .allSatisfy(
            measurement -> {
              assertThat(measurement.value()).isPositive();
              assertThat(measurement.unit()).isEqualTo("us");
            });
  }

  @Test
  void shouldPrintOnlyTheFiguresThatWereAskedForAndCompareThem() throws Exception {
    Path file = folder.resolve("earlier.json");
    ResultFile.write(file, "1", "abc", List.of(new Measurement("fdatasync_p99", 1e-3, "us")));

    String printed =
        run(request(List.of("fdatasync_p99"), false, Optional.empty(), Optional.of(file)));

    assertThat(printed)
        .startsWith("fdatasync_p99")
        .containsPattern("us +0\\.00 +x[0-9]+\\.[0-9]+\n$");
    assertThat(printed.lines()).hasSize(1);
  }

  @Test
  void shouldNotCompareWhatHasAnotherUnit() throws Exception {
    Path file = folder.resolve("earlier.json");
    ResultFile.write(file, "1", "abc", List.of(new Measurement("fdatasync_p50", 1, "ms")));

    String printed =
        run(request(List.of("fdatasync_p50"), false, Optional.empty(), Optional.of(file)));

    assertThat(printed).containsPattern("us +- +-\n$");
  }

  @Test
  void shouldTakeTheNameOfAGroupForThatGroupAlone() {
    assertThat(Suite.chosen(List.of("cluster")))
        .extracting(Workload::group)
        .containsExactly("cluster");
    assertThat(Suite.chosen(List.of("cluster_ratis")))
        .extracting(Workload::group)
        .containsExactly("cluster", "rejoin");
  }

  @Test
  void shouldRefuseANameThatItDoesNotKnow() {
    assertThatThrownBy(
            () -> run(request(List.of("no-such"), false, Optional.empty(), Optional.empty())))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("\"no-such\"");
  }

  @Test
  void shouldSayBeforeItRunsThatResultsCannotBeWritten() {
    Path nowhere = folder.resolve("missing").resolve("results.json");

    assertThatThrownBy(
            () -> run(request(List.of("floor"), false, Optional.of(nowhere), Optional.empty())))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(nowhere.toString());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {"'{}' | has no \"benchmarks\"", "'not json' | Expected results of vez bench in"})
  void shouldRefuseToCompareWithWhatIsNoResult(String content, String told) throws IOException {
    Path file = Files.writeString(folder.resolve("other.json"), content);

    assertThatThrownBy(
            () -> run(request(List.of("floor"), false, Optional.empty(), Optional.of(file))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(told);
  }

  @Test
  void shouldRefuseToCompareWithAFileThatIsMissing() {
    Path file = folder.resolve("missing.json");

    assertThatThrownBy(
            () -> run(request(List.of("floor"), false, Optional.empty(), Optional.of(file))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("which is missing");
  }

  private static String run(BenchmarkRequest request) throws Exception {
    StringWriter out = new StringWriter();
    new Suite().run(request, new PrintWriter(out), new PrintWriter(new StringWriter()));
    return out.toString();
  }

  private static BenchmarkRequest request(
      List<String> only, boolean isListing, Optional<Path> json, Optional<Path> compare) {
    return new BenchmarkRequest(only, isListing, 100_000, 1, json, compare, false);
  }
}
