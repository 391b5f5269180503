package dev.vez.adapters.rocksdb;

import dev.vez.ports.recovery.AppliedPosition;
import dev.vez.ports.recovery.StoreException;
import java.nio.file.Path;
import org.rocksdb.RocksDBException;

/** Looks into databases without changing them. */
final class StoreInspector {

  private final RocksDbOptions options;
  private final SharedMemory memory;

  StoreInspector(RocksDbOptions options, SharedMemory memory) {
    this.options = options;
    this.memory = memory;
  }

  /**
   * Reads the position of a database, which need not be closed.
   *
   * @throws StoreException if it cannot be read, or belongs to another group
   */
  AppliedPosition position(Path folder, int group) {
    try (var database = Database.openReadOnly(folder, options, memory)) {
      return position(database, folder, group);
    }
  }

  /**
   * Reads a database from end to end.
   *
   * @return its position
   * @throws StoreException if any of it cannot be read, or it belongs to another group
   */
  AppliedPosition verify(Path folder, int group) {
    try (var database = Database.openReadOnly(folder, options, memory)) {
      database.db().verifyChecksum();
      return position(database, folder, group);
    } catch (RocksDBException e) {
      throw new StoreException("The database in " + folder + " is damaged", e);
    }
  }

  /** Reads the position of an open database. */
  static AppliedPosition position(Database database, Path folder, int group) {
    try {
      var header = database.header();
      if (header.group() != group) {
        throw new StoreException(
            "Expected the state of group "
                + group
                + " in "
                + folder
                + ", but got that of group "
                + header.group());
      }
      return header.position();
    } catch (RocksDBException | DamagedRowException e) {
      throw new StoreException("The header of the database in " + folder + " cannot be read", e);
    }
  }
}
