package dev.vez.adapters.rocksdb;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.JarURLConnection;
import java.net.URL;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Locale;
import java.util.zip.CRC32;
import java.util.zip.CheckedInputStream;
import org.rocksdb.RocksDB;
import org.rocksdb.util.Environment;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Loads RocksDB's native library from a folder where it stays.
 *
 * <p>Left to itself RocksDB extracts some 17 MB into the folder for temporary files at each start
 * and removes them only at an orderly exit, so that killed processes fill the disk. Here it is
 * unpacked once for each version and found again by its checksum.
 */
final class NativeLibrary {

  private static final Logger LOG = LoggerFactory.getLogger(NativeLibrary.class);
  private static final String PREFIX = "rocksdb-";

  private static boolean loaded;

  private NativeLibrary() {}

  /**
   * Loads the library into this process, once; later calls do nothing.
   *
   * @param folder where unpacked libraries are kept; created where missing
   */
  static synchronized void load(Path folder) {
    if (loaded) {
      return;
    }
    try {
      RocksDB.loadLibrary(List.of(prepare(folder).toString()));
    } catch (IOException | UnsatisfiedLinkError e) {
      // Such as a folder on a file system from which nothing may be executed.
      LOG.warn("RocksDB's library cannot be loaded from {}; using a temporary file", folder, e);
      RocksDB.loadLibrary();
    }
    loaded = true;
  }

  /** Sees that the library, and no other version of it, lies in a folder; gives where. */
  static Path prepare(Path folder) throws IOException {
    Path home = extract(folder.toAbsolutePath());
    removeOthers(folder, home);
    return home;
  }

  private static Path extract(Path folder) throws IOException {
    URL resource = resource();
    long checksum = checksumOf(resource);
    Path home = folder.resolve(PREFIX + String.format(Locale.ROOT, "%08x", checksum));
    // RocksDB looks for it by this name, which is not that of the resource.
    Path library = home.resolve(Environment.getJniLibraryFileName("rocksdbjni"));
    if (!Files.isRegularFile(library) || checksumOf(library.toUri().toURL()) != checksum) {
      Files.createDirectories(home);
      Path temporary = Files.createTempFile(home, "extract", ".tmp");
      try (InputStream in = resource.openStream()) {
        Files.copy(in, temporary, StandardCopyOption.REPLACE_EXISTING);
        moveInto(temporary, library);
      } finally {
        Files.deleteIfExists(temporary);
      }
    }
    return home;
  }

  private static URL resource() throws IOException {
    String name = Environment.getJniLibraryFileName("rocksdb");
    URL resource = RocksDB.class.getResource("/" + name);
    if (resource == null) {
      throw new FileNotFoundException("No " + name + " on the class path");
    }
    return resource;
  }

  /** The CRC-32 of what is there; a jar's directory knows it without unpacking. */
  private static long checksumOf(URL url) throws IOException {
    var connection = url.openConnection();
    if (connection instanceof JarURLConnection jar) {
      return jar.getJarEntry().getCrc();
    }
    var crc = new CRC32();
    try (var in = new CheckedInputStream(connection.getInputStream(), crc)) {
      in.transferTo(OutputStream.nullOutputStream());
    }
    return crc.getValue();
  }

  private static void moveInto(Path from, Path to) throws IOException {
    try {
      Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
    } catch (AtomicMoveNotSupportedException e) {
      Files.move(from, to, StandardCopyOption.REPLACE_EXISTING);
    }
  }

  private static void removeOthers(Path folder, Path home) {
    try (var siblings = Files.newDirectoryStream(folder, PREFIX + "*")) {
      for (Path sibling : siblings) {
        if (!sibling.toAbsolutePath().equals(home)) {
          Folders.deleteAll(sibling);
        }
      }
    } catch (IOException e) {
      LOG.warn("Libraries of other versions cannot be removed from {}", folder, e);
    }
  }
}
