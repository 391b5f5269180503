package dev.vez.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The examples in the documentation of this module must compile as they stand. */
final class ExamplesTest {

  private static final Path SOURCES = Path.of("src/main/java/dev/vez/client");

  private static final Pattern EXAMPLE =
      Pattern.compile("<pre>\\{@code\\n(.*?)\\n *\\* *}</pre>", Pattern.DOTALL);

  @TempDir private Path classes;

  @Test
  void shouldCompile() throws IOException {
    List<String> examples = new ArrayList<>();
    try (Stream<Path> sources = Files.list(SOURCES)) {
      for (Path source : sources.sorted().toList()) {
        Matcher matcher = EXAMPLE.matcher(Files.readString(source));
        while (matcher.find()) {
          examples.add(matcher.group(1).replaceAll("(?m)^ *\\* ?", ""));
        }
      }
    }
    assertThat(examples).hasSizeGreaterThanOrEqualTo(2);

    for (String example : examples) {
      assertThat(errorsIn(example)).as(example).isEmpty();
    }
    assertThat(errorsIn("client.nonsense();")).isNotEmpty();
  }

  private String errorsIn(String example) {
    String source =
        """
        import com.google.protobuf.ByteString;
        import dev.vez.client.*;
        import java.time.Duration;
        import java.util.*;

        class Example {
          void run(VezClient client) throws Exception {
        %s
          }
        }
        """
            .formatted(example);
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    StringWriter errors = new StringWriter();
    boolean compiled =
        compiler
            .getTask(
                errors,
                null,
                null,
                List.of("-proc:none", "-d", classes.toString()),
                null,
                List.of(
                    new SimpleJavaFileObject(
                        URI.create("string:///Example.java"), SimpleJavaFileObject.Kind.SOURCE) {
                      @Override
                      public CharSequence getCharContent(boolean ignoreEncodingErrors) {
                        return source;
                      }
                    }))
            .call();
    return compiled ? "" : errors.toString();
  }
}
