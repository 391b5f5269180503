package dev.vez.adapters.rocksdb;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Looks at the files of a store and damages them, as a disk would. */
final class StoreFiles {

  private StoreFiles() {}

  /**
   * Copies a folder as it is on the disk now, which is what a process that is killed now leaves.
   * RocksDB's lock files stay behind: opening one would drop the lock of a store in this process.
   */
  static void copyAsAfterAKill(Path from, Path to) throws IOException {
    try (var paths = Files.walk(from)) {
      for (Path path : paths.toList()) {
        if (!path.endsWith("LOCK")) {
          copyUnlessGone(path, to.resolve(from.relativize(path).toString()));
        }
      }
    }
  }

  /** The content of every file in a folder, but for RocksDB's diary. */
  static Map<String, String> contentOf(Path folder) throws IOException {
    var content = new TreeMap<String, String>();
    try (var paths = Files.walk(folder)) {
      for (Path path : paths.filter(Files::isRegularFile).toList()) {
        String name = path.getFileName().toString();
        if (!name.startsWith("LOG") && !name.equals("LOCK")) {
          byte[] bytes = Files.readAllBytes(path);
          content.put(folder.relativize(path).toString(), HexFormat.of().formatHex(bytes));
        }
      }
    }
    return content;
  }

  /** The one file in a folder that has something in it and whose name ends so. */
  static Path only(Path folder, String suffix) throws IOException {
    List<Path> found = all(folder, suffix);
    if (found.size() != 1) {
      throw new IllegalStateException("Expected one file " + suffix + ", but got " + found);
    }
    return found.getFirst();
  }

  /** The files in a folder that have something in them and whose names end so. */
  static List<Path> all(Path folder, String suffix) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .filter(each -> each.getFileName().toString().endsWith(suffix) && sizeIfAny(each) > 0)
          .sorted()
          .toList();
    }
  }

  /** Flips one bit of a file. */
  static void flipBit(Path file, long at) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    bytes[Math.toIntExact(at)] ^= 0x10;
    Files.write(file, bytes);
  }

  /** Cuts a file off. */
  static void truncate(Path file, long size) throws IOException {
    try (var channel = Files.newByteChannel(file, StandardOpenOption.WRITE)) {
      channel.truncate(size);
    }
  }

  static long size(Path file) throws IOException {
    return Files.size(file);
  }

  private static long sizeIfAny(Path file) {
    try {
      return Files.size(file);
    } catch (NoSuchFileException removedByRocksDb) {
      return 0;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void copyUnlessGone(Path from, Path to) throws IOException {
    try {
      Files.copy(from, to);
    } catch (NoSuchFileException removedByRocksDb) {
      // It removes files that it no longer needs at any time.
    }
  }
}
