package dev.vez.app.demo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;

/** A temporary folder that goes with the demonstration, also where Ctrl-C ends it. */
public final class DemoFolder implements AutoCloseable {

  private final Path path;
  private final Thread removal;

  private DemoFolder(Path path) {
    this.path = path;
    this.removal = new Thread(this::remove, "remove demo folder");
  }

  /**
   * Makes one.
   *
   * @throws IOException if that is not possible
   */
  public static DemoFolder create() throws IOException {
    DemoFolder folder = new DemoFolder(Files.createTempDirectory("vez-demo-"));
    Runtime.getRuntime().addShutdownHook(folder.removal);
    return folder;
  }

  /** Where it is. */
  public Path path() {
    return path;
  }

  /** Removes it. */
  @Override
  public void close() {
    remove();
    try {
      Runtime.getRuntime().removeShutdownHook(removal);
    } catch (IllegalStateException alreadyEnding) {
      // Then it finds nothing.
    }
  }

  private void remove() {
    if (!Files.exists(path)) {
      return;
    }
    try (Stream<Path> all = Files.walk(path)) {
      for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(each);
      }
    } catch (IOException e) {
      System.err.println("Error: " + path + " cannot be removed: " + e);
    }
  }
}
