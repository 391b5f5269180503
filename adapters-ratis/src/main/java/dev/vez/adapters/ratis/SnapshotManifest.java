package dev.vez.adapters.ratis;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;

/**
 * Which files belong to a snapshot, in a file beside them that is written last: a folder without
 * one, or with other files, is no snapshot.
 *
 * @param sizes bytes of each file by its path within the snapshot, {@link #FOLDER} for a folder
 */
record SnapshotManifest(TreeMap<String, Long> sizes) {

  /** Name of the file. */
  static final String NAME = "manifest";

  /** In the place of a size. */
  static final long FOLDER = -1;

  private static final String HEADER = "vez snapshot 1";

  /** Ratis puts the digest of each file that it receives into a file beside it. */
  private static final String DIGEST_SUFFIX = ".md5";

  /** What is in a folder, but for a manifest. */
  static SnapshotManifest ofFolder(Path folder) throws IOException {
    TreeMap<String, Long> sizes = new TreeMap<>();
    try (var paths = Files.walk(folder)) {
      for (Path path : (Iterable<Path>) paths::iterator) {
        String name = folder.relativize(path).toString();
        if (!name.isEmpty() && !name.equals(NAME)) {
          sizes.put(name, Files.isDirectory(path) ? FOLDER : Files.size(path));
        }
      }
    }
    return new SnapshotManifest(sizes);
  }

  /** Reads the manifest of a snapshot. */
  static SnapshotManifest read(Path folder) throws IOException {
    List<String> lines = Files.readAllLines(folder.resolve(NAME));
    if (lines.isEmpty() || !lines.getFirst().equals(HEADER)) {
      throw new IOException("Expected a snapshot's manifest in " + folder);
    }
    TreeMap<String, Long> sizes = new TreeMap<>();
    for (String line : lines.subList(1, lines.size())) {
      int space = line.indexOf(' ');
      if (space < 0) {
        throw new IOException("Expected a size and a name in the manifest in " + folder);
      }
      sizes.put(line.substring(space + 1), Long.parseLong(line.substring(0, space)));
    }
    return new SnapshotManifest(sizes);
  }

  void write(Path folder) throws IOException {
    List<String> lines = new ArrayList<>();
    lines.add(HEADER);
    sizes.forEach((name, size) -> lines.add(size + " " + name));
    Files.write(folder.resolve(NAME), lines);
  }

  /** All files to be sent, the manifest last. */
  List<Path> files(Path folder) {
    List<Path> files = new ArrayList<>();
    sizes.forEach(
        (name, size) -> {
          if (size != FOLDER) {
            files.add(folder.resolve(name));
          }
        });
    files.add(folder.resolve(NAME));
    return files;
  }

  /**
   * Makes a folder that may have been received what it was where it was sent: adds folders that
   * were empty and removes the digests.
   *
   * @throws IOException if a file is missing, of another size or not in the manifest
   */
  void restore(Path folder) throws IOException {
    for (var each : sizes.entrySet()) {
      if (each.getValue() == FOLDER) {
        Files.createDirectories(folder.resolve(each.getKey()));
      }
    }
    Set<String> digests = new HashSet<>();
    digests.add(NAME + DIGEST_SUFFIX);
    sizes.keySet().forEach(name -> digests.add(name + DIGEST_SUFFIX));
    digests.removeAll(sizes.keySet());
    for (String digest : digests) {
      Files.deleteIfExists(folder.resolve(digest));
    }
    if (!ofFolder(folder).equals(this)) {
      throw new IOException("Expected the files of the manifest in " + folder);
    }
  }
}
