package dev.vez.app.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The table that users read must be the one that the code follows. */
final class ConfigurationDocumentTest {

  private static final Path DOCUMENT = Path.of("..", "docs", "configuration.md");

  @Test
  void shouldListEveryKeyAsTheCodeDeclaresIt() throws IOException {
    List<String> documented =
        Files.readAllLines(DOCUMENT).stream().filter(line -> line.startsWith("| `")).toList();

    assertThat(documented)
        .containsExactlyElementsOf(
            ConfigKeys.ALL.stream().map(ConfigurationDocumentTest::row).toList());
  }

  @Test
  void shouldGiveEveryKeyADefaultWithinItsRange() {
    assertThat(ConfigKeys.ALL).allSatisfy(ConfigurationDocumentTest::acceptsItsDefault);
  }

  private static <T> void acceptsItsDefault(ConfigKey<T> key) {
    String text = key.shownDefault().replace("\"", "");
    assertThat(key.type().fromText(text)).contains(key.defaultValue());
  }

  private static String row(ConfigKey<?> key) {
    return "| `%s` | `%s` | %s | %s |"
        .formatted(key.name(), key.shownDefault(), key.type().expected(), key.meaning());
  }
}
