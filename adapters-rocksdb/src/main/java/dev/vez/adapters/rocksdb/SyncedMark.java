package dev.vez.adapters.rocksdb;

import dev.vez.ports.recovery.StoreException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.CRC32C;

/**
 * A small file that says up to which log index a store has been synced.
 *
 * <p>RocksDB cannot tell a log that was torn by a crash from one that was damaged later: in both
 * cases it stops at the first record it cannot read. It must stop there, since what was never
 * synced may be torn anywhere; but a store that then ends below this mark has lost what callers
 * were told is safe, and is not opened.
 *
 * <p>The mark is written over in place after each sync, within one sector, and not synced itself:
 * it may lag behind, which makes it weaker but never wrong.
 */
final class SyncedMark implements AutoCloseable {

  private static final int MAGIC = 0x565A_534D;
  private static final int VERSION = 1;
  private static final int BYTES = 2 * Integer.BYTES + Long.BYTES + Integer.BYTES;

  // Not a channel, which an interrupt of the syncing thread would close.
  private final RandomAccessFile file;
  private long index;

  private SyncedMark(RandomAccessFile file, long index) {
    this.file = file;
    this.index = index;
  }

  /** Creates the mark of a new store durably; the caller syncs the folder. */
  static void create(Path path, long index) throws IOException {
    Files.deleteIfExists(path);
    try (var file = new RandomAccessFile(path.toFile(), "rw")) {
      file.write(content(index));
      file.getFD().sync();
    }
  }

  /**
   * Opens the mark of a store.
   *
   * @throws StoreException if it is missing or damaged
   */
  static SyncedMark open(Path path) throws IOException {
    if (!Files.isRegularFile(path)) {
      throw new StoreException("Expected the file " + path + ", but there is none");
    }
    var content = ByteBuffer.wrap(Files.readAllBytes(path));
    if (content.capacity() != BYTES
        || content.getInt(BYTES - Integer.BYTES) != checksum(content.array())
        || content.getInt() != MAGIC
        || content.getInt() != VERSION) {
      throw new StoreException("Expected the mark of a store in " + path + ", but got other bytes");
    }
    return new SyncedMark(new RandomAccessFile(path.toFile(), "rw"), content.getLong());
  }

  /** Everything up to this log index was synced. */
  long index() {
    return index;
  }

  /** Moves it forward, after a sync. */
  void advance(long synced) throws IOException {
    if (synced > index) {
      file.seek(0);
      file.write(content(synced));
      index = synced;
    }
  }

  @Override
  public void close() throws IOException {
    file.close();
  }

  private static byte[] content(long index) {
    var content = ByteBuffer.allocate(BYTES).putInt(MAGIC).putInt(VERSION).putLong(index);
    return content.putInt(checksum(content.array())).array();
  }

  private static int checksum(byte[] content) {
    var crc = new CRC32C();
    crc.update(content, 0, BYTES - Integer.BYTES);
    return (int) crc.getValue();
  }
}
