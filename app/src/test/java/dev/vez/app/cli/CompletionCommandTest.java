package dev.vez.app.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import dev.vez.app.Invocation;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
final class CompletionCommandTest {

  @TempDir private Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"bash", "zsh", "BASH"})
  void shouldPrintAScriptForAShell(String shell) {
    Invocation run = Invocation.of("completion", shell);

    assertThat(run.code()).isZero();
    assertThat(run.err()).isEmpty();
    assertThat(run.out()).contains("complete -F _complete_vez").contains("ZSH_VERSION");
  }

  @ParameterizedTest
  @CsvSource({
    "que, queue",
    "queue ins, inspect",
    "config l, list",
    "config list --pre, --prefix",
  })
  void shouldCompleteCommandsAndOptionsInBash(String typed, String completed)
      throws IOException, InterruptedException {
    Path script =
        Files.writeString(folder.resolve("vez"), Invocation.of("completion", "bash").out());
    String bash =
        """
        source "$1"
        COMP_LINE="vez $2"; COMP_POINT=${#COMP_LINE}
        COMP_WORDS=($COMP_LINE); COMP_CWORD=$((${#COMP_WORDS[@]} - 1))
        _complete_vez
        echo "${COMPREPLY[@]}"
        """;
    Process process = start(bash, script.toString(), typed);

    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

    assertThat(process.waitFor()).isZero();
    assertThat(said.strip().split("\\s+")).contains(completed);
  }

  private static Process start(String bash, String script, String typed) {
    try {
      return new ProcessBuilder("bash", "-c", bash, "bash", script, typed)
          .redirectErrorStream(true)
          .start();
    } catch (IOException noBash) {
      return abort("there is no bash: " + noBash);
    }
  }
}
