package dev.vez.adapters.rocksdb;

import dev.vez.ports.recovery.AppliedPosition;
import dev.vez.ports.recovery.StoreException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import org.rocksdb.FlushOptions;
import org.rocksdb.RocksDBException;

/** Opens the store of one group, or creates it. */
final class StoreOpening {

  private static final String LOG_FILES = "*.log";

  private final int group;
  private final String name;
  private final GroupFolder folder;
  private final RocksDbOptions options;
  private final SharedMemory memory;
  private final StoreInspector inspector;
  private final FailStop failStop;

  StoreOpening(int group, GroupFolder folder, RocksDbOptions options, SharedMemory memory) {
    this.group = group;
    this.name = "The store of group " + group;
    this.folder = folder;
    this.options = options;
    this.memory = memory;
    this.inspector = new StoreInspector(options, memory);
    this.failStop = new FailStop(name);
  }

  /**
   * Opens the store.
   *
   * @param onClosed run once it has been closed
   */
  RocksDbStateStore open(Runnable onClosed) throws IOException {
    var current = folder.current();
    long generation =
        current.isPresent() && current.get().ready() ? current.get().number() : create();
    var store = open(generation, onClosed);
    try {
      folder.removeOthers(generation);
      return store;
    } catch (IOException e) {
      store.close();
      throw e;
    }
  }

  private RocksDbStateStore open(long generation, Runnable onClosed) throws IOException {
    var syncedMark = SyncedMark.open(folder.mark(generation));
    try {
      Path path = folder.database(generation);
      if (hasLog(path)) {
        // Opening for writing would drop what cannot be read of the log, and with it the evidence.
        requireSynced(inspector.position(path, group), syncedMark, path);
      }
      var database = Database.open(path, options, memory);
      try {
        var applied = StoreInspector.position(database, path, group);
        requireSynced(applied, syncedMark, path);
        return new RocksDbStateStore(
            new StoreParts(
                group,
                name,
                options.durability(),
                database,
                syncedMark,
                failStop,
                inspector,
                onClosed),
            applied);
      } catch (RuntimeException e) {
        database.close();
        throw e;
      }
    } catch (IOException | RuntimeException e) {
      syncedMark.close();
      throw e;
    }
  }

  /** Creates an empty generation. The pointer says so while it is not whole. */
  private long create() throws IOException {
    folder.create();
    long generation = folder.begin();
    SyncedMark.create(folder.mark(generation), 0);
    try (var database = Database.create(folder.database(generation), options, memory)) {
      writeHeader(database);
    }
    folder.point(new GroupFolder.Generation(generation, true));
    return generation;
  }

  private void writeHeader(Database database) {
    try (var flush = new FlushOptions()) {
      var value = ByteBuffer.allocate(Header.VALUE_BYTES);
      new Header(group, AppliedPosition.NONE).put(value);
      database.db().put(database.family(Table.STATE), Header.key(), value.array());
      database.db().flush(flush, database.families());
    } catch (RocksDBException e) {
      throw new StoreException(name + " cannot be created", e);
    }
  }

  private void requireSynced(AppliedPosition position, SyncedMark syncedMark, Path path) {
    if (position.index() < syncedMark.index()) {
      throw new StoreException(
          name
              + " in "
              + path
              + " is damaged: it was synced up to index "
              + syncedMark.index()
              + ", but can be read only up to "
              + position.index());
    }
  }

  private static boolean hasLog(Path path) throws IOException {
    if (!Files.isDirectory(path)) {
      throw new StoreException("Expected a database in " + path + ", but there is none");
    }
    try (var logs = Files.newDirectoryStream(path, LOG_FILES)) {
      for (Path log : logs) {
        if (Files.size(log) > 0) {
          return true;
        }
      }
    }
    return false;
  }
}
