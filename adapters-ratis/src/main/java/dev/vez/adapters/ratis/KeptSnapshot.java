package dev.vez.adapters.ratis;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.ratis.server.protocol.TermIndex;
import org.apache.ratis.server.storage.FileInfo;
import org.apache.ratis.statemachine.SnapshotInfo;

/**
 * A snapshot in a folder of its own. It knows when one of its files was last asked for, which is
 * all that Ratis tells about snapshots that are being sent.
 */
final class KeptSnapshot implements SnapshotInfo {

  /** Within the folder: what the listener has filled. */
  static final String CHECKPOINT = "checkpoint";

  private static final long NEVER = Long.MIN_VALUE;

  private final TermIndex position;
  private final Path folder;
  private final List<FileInfo> files;
  private final AtomicLong lastReadNanos = new AtomicLong(NEVER);

  /**
   * A snapshot that is complete.
   *
   * @param files all that are to be sent, absolute
   */
  KeptSnapshot(TermIndex position, Path folder, List<Path> files) {
    this.position = position;
    this.folder = folder;
    this.files = files.stream().<FileInfo>map(SentFile::new).toList();
  }

  Path folder() {
    return folder;
  }

  Path checkpoint() {
    return folder.resolve(CHECKPOINT);
  }

  /** Whether one of its files was asked for within this time. */
  boolean wasReadWithin(long seconds) {
    long last = lastReadNanos.get();
    return last != NEVER && System.nanoTime() - last < TimeUnit.SECONDS.toNanos(seconds);
  }

  @Override
  public TermIndex getTermIndex() {
    return position;
  }

  @Override
  public List<FileInfo> getFiles() {
    return files;
  }

  /** Has no digest: Ratis then takes it while it sends, and compares it while it receives. */
  private final class SentFile extends FileInfo {

    SentFile(Path path) {
      super(path, null);
    }

    @Override
    public Path getPath() {
      lastReadNanos.set(System.nanoTime());
      return super.getPath();
    }

    @Override
    public long getFileSize() {
      lastReadNanos.set(System.nanoTime());
      return super.getFileSize();
    }
  }
}
