package dev.vez.app.harness;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * A folder under {@code target} for the data and the output of a test's processes. It stays for
 * whoever looks into a failure, and goes once the test has passed.
 */
public final class WorkFolder implements AutoCloseable {

  private final Path path;
  private boolean passed;

  private WorkFolder(Path path) {
    this.path = path;
  }

  /** An empty folder; what an earlier run has left in it is gone. */
  public static WorkFolder named(String name) {
    WorkFolder folder = new WorkFolder(pathOf(name));
    folder.delete();
    try {
      Files.createDirectories(folder.path);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot create " + folder.path, e);
    }
    return folder;
  }

  /** Where the folder with this name is. */
  public static Path pathOf(String name) {
    return Path.of("target", "processes", name).toAbsolutePath();
  }

  public Path path() {
    return path;
  }

  /** Nobody will want to look into it. */
  public void passed() {
    passed = true;
  }

  @Override
  public void close() {
    if (passed) {
      delete();
    }
  }

  private void delete() {
    if (!Files.exists(path)) {
      return;
    }
    try (Stream<Path> all = Files.walk(path)) {
      List<Path> deepestFirst = all.sorted(Comparator.reverseOrder()).toList();
      for (Path each : deepestFirst) {
        Files.delete(each);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot delete " + path, e);
    }
  }
}
