package dev.vez.adapters.rocksdb;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import org.jspecify.annotations.Nullable;

/** What the store does to folders and files beside what RocksDB does. */
final class Folders {

  private Folders() {}

  /** Makes the content of a file durable, or of a folder the names in it. */
  static void sync(Path path) throws IOException {
    try (var channel = FileChannel.open(path, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }

  /** Creates a folder whose name is durable. Its parent must exist. */
  static void create(Path folder) throws IOException {
    Files.createDirectory(folder);
    syncParent(folder);
  }

  /** Makes the name of a file or folder durable. */
  static void syncParent(Path path) throws IOException {
    Path parent = path.toAbsolutePath().getParent();
    if (parent != null) {
      sync(parent);
    }
  }

  /** Hard-links a file, or copies it where it lies on another file system. */
  static void linkOrCopy(Path from, Path to) throws IOException {
    try {
      Files.createLink(to, from);
    } catch (IOException | UnsupportedOperationException e) {
      Files.copy(from, to);
    }
  }

  /** Deletes a folder and all that is in it; it may be absent. */
  static void deleteAll(Path folder) throws IOException {
    try {
      Files.walkFileTree(folder, new Deleting());
    } catch (NoSuchFileException gone) {
      // That is what was asked for.
    }
  }

  private static final class Deleting extends SimpleFileVisitor<Path> {

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
      Files.delete(file);
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult postVisitDirectory(Path folder, @Nullable IOException failure)
        throws IOException {
      if (failure != null) {
        throw failure;
      }
      Files.delete(folder);
      return FileVisitResult.CONTINUE;
    }
  }
}
