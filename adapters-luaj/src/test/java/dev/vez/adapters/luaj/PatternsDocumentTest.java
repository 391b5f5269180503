package dev.vez.adapters.luaj;

import static dev.vez.adapters.luaj.TestScripts.compile;
import static dev.vez.adapters.luaj.TestScripts.compileOnFailure;
import static org.assertj.core.api.Assertions.assertThat;

import dev.vez.domain.id.MessageId;
import dev.vez.ports.scheduling.EnqueueHook;
import dev.vez.ports.scheduling.EnqueueVerdict;
import dev.vez.ports.scheduling.FailureHook;
import dev.vez.ports.scheduling.FailureVerdict;
import dev.vez.ports.scheduling.HookResult;
import dev.vez.ports.scheduling.HookResult.Decided;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Runs every script of the page on patterns for every row of the table below it. */
class PatternsDocumentTest {

  private static final Path PAGE = Path.of("../docs/lua-patterns.md");

  /**
   * A row of a table.
   *
   * @param heading of the script
   * @param cells by the title of their column, without backticks
   */
  record Example(String heading, String script, Map<String, String> cells) {

    String cell(String title) {
      return cells.getOrDefault(title, "");
    }

    @Override
    public String toString() {
      return heading + " " + cells;
    }
  }

  static List<Example> examples() throws IOException {
    List<Example> examples = new ArrayList<>();
    String heading = "";
    StringBuilder script = new StringBuilder();
    List<String> titles = List.of();
    boolean inScript = false;
    for (String line : Files.readAllLines(PAGE)) {
      if (line.startsWith("## ")) {
        heading = line.substring(3);
      } else if (line.equals("```lua")) {
        inScript = true;
        script = new StringBuilder();
        titles = List.of();
      } else if (line.equals("```")) {
        inScript = false;
      } else if (inScript) {
        script.append(line).append('\n');
      } else if (line.startsWith("|---")) {
        assertThat(titles).as(heading).isNotEmpty();
      } else if (line.startsWith("|")) {
        List<String> cells = cells(line);
        if (titles.isEmpty()) {
          titles = cells;
        } else {
          Map<String, String> byTitle = new LinkedHashMap<>();
          for (int i = 0; i < titles.size(); i++) {
            byTitle.put(titles.get(i), cells.get(i));
          }
          examples.add(new Example(heading, script.toString(), byTitle));
        }
      }
    }
    return examples;
  }

  @Test
  void shouldShowExamplesOfEveryScript() throws IOException {
    List<String> lines = Files.readAllLines(PAGE);
    List<String> headings =
        lines.stream()
            .filter(line -> line.startsWith("## "))
            .map(line -> line.substring(3))
            .toList();

    assertThat(examples().stream().map(Example::heading).distinct())
        .containsExactlyElementsOf(headings);
    assertThat(lines.stream().filter("```lua"::equals).count()).isEqualTo(headings.size());
    assertThat(headings).hasSizeGreaterThanOrEqualTo(8);
  }

  @ParameterizedTest
  @MethodSource("examples")
  void shouldDecideAsThePageSays(Example example) {
    Map<String, String> config = pairs(example.cell("configuration"));
    LuaHookCompiler compiler =
        new LuaHookCompiler(
            LuaLimits.DEFAULT, key -> Optional.ofNullable(config.get(key)), () -> 42);
    if (example.cells().containsKey("verdict")) {
      HookResult<FailureVerdict> result =
          compileOnFailure(compiler, example.script())
              .run(
                  new FailureHook.Input(
                      "orders",
                      new MessageId(1, 2),
                      pairs(example.cell("headers")),
                      Integer.parseInt(example.cell("attempts")),
                      example.cell("error")));
      assertThat(result).isEqualTo(new Decided<>(failureVerdict(example.cell("verdict"))));
    } else {
      String size = example.cell("payload_size");
      HookResult<EnqueueVerdict> result =
          compile(compiler, example.script())
              .run(
                  new EnqueueHook.Input(
                      "orders",
                      pairs(example.cell("headers")),
                      size.isEmpty() ? 100 : Integer.parseInt(size)));
      assertThat(result)
          .isEqualTo(
              new Decided<>(
                  new EnqueueVerdict(
                      example.cell("fairness_key"),
                      Integer.parseInt(example.cell("weight")),
                      words(example.cell("throttle_keys")))));
    }
  }

  private static FailureVerdict failureVerdict(String text) {
    return text.equals("dlq")
        ? new FailureVerdict.DeadLetter()
        : new FailureVerdict.Retry(
            Long.parseLong(text.replaceFirst("retry after (\\d+) ms", "$1")));
  }

  private static List<String> cells(String line) {
    return Arrays.stream(line.substring(1).split("\\|", -1))
        .map(cell -> cell.replace("`", "").strip())
        .toList();
  }

  private static Map<String, String> pairs(String text) {
    Map<String, String> pairs = new LinkedHashMap<>();
    for (String pair : words(text)) {
      int equals = pair.indexOf('=');
      pairs.put(pair.substring(0, equals), pair.substring(equals + 1));
    }
    return pairs;
  }

  private static List<String> words(String text) {
    return text.isEmpty() ? List.of() : Stream.of(text.split(" ")).toList();
  }
}
