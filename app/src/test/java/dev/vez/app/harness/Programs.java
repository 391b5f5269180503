package dev.vez.app.harness;

import dev.vez.app.Vez;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;

/** Builds the command that runs a broker, and runs small tools to their end. */
final class Programs {

  private static final Path JAVA_HOME = Path.of(System.getProperty("java.home"));

  private Programs() {}

  /**
   * The command for one process: the packaged application where the test runs against one, as
   * integration tests do, else the test's own class path.
   */
  static List<String> server(BrokerSpec spec, Path config) {
    List<String> command = new ArrayList<>();
    command.add(JAVA_HOME.resolve("bin/java").toString());
    command.add("--enable-native-access=ALL-UNNAMED");
    command.add("--sun-misc-unsafe-memory-access=allow");
    command.add("-XX:-UsePerfData");
    command.add("-XX:+ExitOnOutOfMemoryError");
    command.add("-XX:ErrorFile=" + spec.folder().resolve("hs_err_%p.txt"));
    command.addAll(spec.jvmFlags());
    command.add("-cp");
    command.add(leashIn(spec.folder()) + System.getProperty("path.separator") + application());
    command.add(Leash.class.getName());
    command.add("server");
    command.add("--config");
    command.add(config.toString());
    command.add("--data-dir");
    command.add(spec.dataFolder().toString());
    return command;
  }

  /** A configuration file. */
  static String toml(Map<String, String> settings) {
    StringBuilder text = new StringBuilder();
    settings.entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .forEach(e -> text.append(e.getKey()).append(" = ").append(e.getValue()).append('\n'));
    return text.toString();
  }

  /** Runs a tool of the JDK and gives what it prints. */
  static String jdkTool(String name, String... arguments) {
    List<String> command = new ArrayList<>(List.of(JAVA_HOME.resolve("bin/" + name).toString()));
    command.addAll(List.of(arguments));
    return run(command);
  }

  /** Runs a program and gives what it prints; fails if it fails. */
  static String run(List<String> command) {
    try {
      Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
      try (InputStream out = process.getInputStream()) {
        process.getOutputStream().close();
        String text = new String(out.readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
          throw new IllegalStateException(command + " failed: " + text);
        }
        return text;
      } finally {
        process.destroyForcibly();
      }
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot run " + command, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted while running " + command, e);
    }
  }

  private static String application() {
    try {
      Path code = Path.of(Vez.class.getProtectionDomain().getCodeSource().getLocation().toURI());
      if (Files.isRegularFile(code)) {
        return code.toString();
      }
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
    return System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
  }

  /**
   * A jar with nothing but the leash: other test classes and settings are not for a broker, and a
   * start-up cache takes no folders.
   */
  private static Path leashIn(Path folder) {
    Path jar = folder.resolve("leash.jar");
    if (Files.exists(jar)) {
      return jar;
    }
    String name = Leash.class.getName().replace('.', '/') + ".class";
    try (InputStream in = Leash.class.getResourceAsStream("/" + name);
        JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar))) {
      if (in == null) {
        throw new IllegalStateException("There is no " + name);
      }
      out.putNextEntry(new JarEntry(name));
      in.transferTo(out);
      out.closeEntry();
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot write " + jar, e);
    }
    return jar;
  }
}
