package dev.vez.benchmarks.suite;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonParseException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Results as JSON: {@code {version, timestamp, commit, machine, benchmarks: [...]}}. */
final class ResultFile {

  private static final Gson GSON = new GsonBuilder().setPrettyPrinting().create();

  private ResultFile() {}

  /** What a file holds. */
  record Content(
      @Nullable String version,
      @Nullable String timestamp,
      @Nullable String commit,
      @Nullable String machine,
      @Nullable List<Measurement> benchmarks) {}

  /** Finds out before the run whether its results can be written. */
  static void checkWritable(Path file) {
    Path folder = file.toAbsolutePath().getParent();
    if (folder == null || !Files.isDirectory(folder) || Files.isDirectory(file)) {
      throw new IllegalArgumentException(
          "Expected a file in a folder that is there for --json, but got \"" + file + "\"");
    }
  }

  static void write(Path file, String version, String commit, List<Measurement> measurements) {
    Content content =
        new Content(
            version,
            Instant.now().truncatedTo(ChronoUnit.SECONDS).toString(),
            commit,
            machine(),
            measurements);
    try {
      Files.writeString(file, GSON.toJson(content) + "\n");
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot write " + file, e);
    }
  }

  /** The figures of a file by name. */
  static Map<String, Measurement> read(Path file) {
    try {
      Content content = GSON.fromJson(Files.readString(file), Content.class);
      if (content == null || content.benchmarks() == null) {
        throw new IllegalArgumentException(
            "Expected results of vez bench in " + file + ", but it has no \"benchmarks\"");
      }
      Map<String, Measurement> byName = new LinkedHashMap<>();
      for (Measurement measurement : content.benchmarks()) {
        byName.put(measurement.name(), measurement);
      }
      return byName;
    } catch (JsonParseException e) {
      throw new IllegalArgumentException("Expected results of vez bench in " + file, e);
    } catch (NoSuchFileException e) {
      throw new IllegalArgumentException("Expected results in " + file + ", which is missing", e);
    } catch (IOException e) {
      throw new IllegalArgumentException("Cannot read " + file + ": " + e.getMessage(), e);
    }
  }

  private static String machine() {
    var system = ManagementFactory.getOperatingSystemMXBean();
    return system.getAvailableProcessors()
        + " processors, "
        + system.getName()
        + " "
        + system.getVersion()
        + " "
        + system.getArch()
        + ", Java "
        + Runtime.version();
  }
}
