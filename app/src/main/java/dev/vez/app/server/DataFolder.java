package dev.vez.app.server;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/**
 * The folder in which everything durable lies, held by one server at a time. The system drops the
 * lock when the process ends, however it ends; the file itself stays.
 */
final class DataFolder implements AutoCloseable {

  private static final String LOCK_FILE = "lock";

  private final Path path;
  private final FileChannel lock;

  private DataFolder(Path path, FileChannel lock) {
    this.path = path;
    this.lock = lock;
  }

  /**
   * Takes the folder, creating it where there is none.
   *
   * @throws StartFailure if it cannot be created, or another server has it
   */
  static DataFolder open(Path folder) {
    Path path = folder.toAbsolutePath().normalize();
    try {
      Files.createDirectories(path);
      FileChannel channel =
          FileChannel.open(
              path.resolve(LOCK_FILE),
              StandardOpenOption.CREATE,
              StandardOpenOption.READ,
              StandardOpenOption.WRITE);
      if (tryLock(channel) == null) {
        String owner = owner(channel);
        channel.close();
        throw new StartFailure("the data folder " + path + " is in use by another server" + owner);
      }
      channel.truncate(0);
      channel.write(
          ByteBuffer.wrap(
              Long.toString(ProcessHandle.current().pid()).getBytes(StandardCharsets.US_ASCII)));
      return new DataFolder(path, channel);
    } catch (IOException e) {
      throw new StartFailure("the data folder " + path + " cannot be used: " + e, e);
    }
  }

  private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
    try {
      return channel.tryLock();
    } catch (OverlappingFileLockException heldByThisProcess) {
      return null;
    }
  }

  private static String owner(FileChannel channel) throws IOException {
    ByteBuffer pid = ByteBuffer.allocate(20);
    channel.read(pid, 0);
    pid.flip();
    String text = StandardCharsets.US_ASCII.decode(pid).toString();
    return text.isEmpty() ? "" : " (process " + text + ")";
  }

  /** The folder. */
  Path path() {
    return path;
  }

  /** Where the stores of the groups are. */
  Path groups() {
    return path.resolve("groups");
  }

  /** Where the logs of the groups are, on a node of a cluster. */
  Path consensus() {
    return path.resolve("consensus");
  }

  /** Where native libraries are kept from start to start. */
  Path nativeLibraries() {
    return path.resolve("native");
  }

  /** Lets another server have it. */
  @Override
  public void close() {
    try {
      lock.close();
    } catch (IOException e) {
      throw new IllegalStateException("The lock of " + path + " cannot be given back", e);
    }
  }
}
