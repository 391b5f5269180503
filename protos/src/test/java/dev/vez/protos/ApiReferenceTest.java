package dev.vez.protos;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.DescriptorProtos.FileDescriptorSet;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The API reference says what the protocol says. */
class ApiReferenceTest {

  private static final Path DOCUMENT = Path.of("..", "docs", "api.md");

  @Test
  void shouldSayWhatTheProtocolSays() throws IOException {
    String made = ApiReference.of(descriptors());
    if (System.getProperty("vez.docs").equals("write")) {
      Files.writeString(DOCUMENT, made);
    }

    assertThat(Files.readString(DOCUMENT))
        .as("docs/api.md, which `mvn -pl protos test -Dvez.docs=write` makes anew")
        .isEqualTo(made);
  }

  @Test
  void shouldHaveACommentForEveryServiceAndMethod() throws IOException {
    assertThat(ApiReference.of(descriptors()))
        .contains("## fila.v1.FilaService", "### Enqueue", "### Consume")
        .doesNotContainPattern("### \\w+\n\n`[^`]+` to `[^`]+`\n\n\n");
  }

  private static FileDescriptorSet descriptors() throws IOException {
    try (InputStream in = Files.newInputStream(Path.of(System.getProperty("vez.descriptors")))) {
      return FileDescriptorSet.parseFrom(in);
    }
  }
}
