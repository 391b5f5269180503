package dev.vez.adapters.rocksdb;

import dev.vez.domain.record.RecordType;
import dev.vez.ports.recovery.StoreException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.rocksdb.ColumnFamilyDescriptor;
import org.rocksdb.ColumnFamilyHandle;
import org.rocksdb.DBOptions;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;

/** An open RocksDB with the tables of a store, and all native memory that belongs to it. */
final class Database implements AutoCloseable {

  private interface Opening {
    RocksDB open(
        DBOptions options, List<ColumnFamilyDescriptor> tables, List<ColumnFamilyHandle> families)
        throws RocksDBException;
  }

  private final RocksDB db;
  private final Map<Table, ColumnFamilyHandle> families;
  private final NativeResources resources;

  private Database(RocksDB db, Map<Table, ColumnFamilyHandle> families, NativeResources resources) {
    this.db = db;
    this.families = families;
    this.resources = resources;
  }

  /** Creates a database in a folder that does not exist. */
  static Database create(Path folder, RocksDbOptions options, SharedMemory memory) {
    var resources = new NativeResources();
    var factory = new DatabaseOptions(options, memory, resources);
    var writable =
        factory
            .writable()
            .setCreateIfMissing(true)
            .setCreateMissingColumnFamilies(true)
            .setErrorIfExists(true);
    return open(folder, factory, writable, resources, writing(folder));
  }

  /** Opens a database that exists. */
  static Database open(Path folder, RocksDbOptions options, SharedMemory memory) {
    var resources = new NativeResources();
    var factory = new DatabaseOptions(options, memory, resources);
    return open(folder, factory, factory.writable(), resources, writing(folder));
  }

  /** Opens a database without changing anything in its folder. */
  static Database openReadOnly(Path folder, RocksDbOptions options, SharedMemory memory) {
    var resources = new NativeResources();
    var factory = new DatabaseOptions(options, memory, resources);
    return open(
        folder,
        factory,
        factory.readOnly(),
        resources,
        (dbOptions, tables, families) ->
            RocksDB.openReadOnly(dbOptions, folder.toString(), tables, families));
  }

  private static Opening writing(Path folder) {
    return (dbOptions, tables, families) ->
        RocksDB.open(dbOptions, folder.toString(), tables, families);
  }

  private static Database open(
      Path folder,
      DatabaseOptions factory,
      DBOptions dbOptions,
      NativeResources resources,
      Opening opening) {
    try {
      var tables = new ArrayList<ColumnFamilyDescriptor>();
      for (var table : Table.values()) {
        tables.add(
            new ColumnFamilyDescriptor(
                table.familyName().getBytes(StandardCharsets.UTF_8), factory.of(table)));
      }
      var handles = new ArrayList<ColumnFamilyHandle>();
      var db = resources.add(opening.open(dbOptions, tables, handles));
      handles.forEach(resources::add);
      var families = new EnumMap<Table, ColumnFamilyHandle>(Table.class);
      var handle = handles.iterator();
      for (var table : Table.values()) {
        families.put(table, handle.next());
      }
      return new Database(db, families, resources);
    } catch (RocksDBException e) {
      resources.close();
      throw new StoreException("The database in " + folder + " cannot be opened", e);
    }
  }

  RocksDB db() {
    return db;
  }

  /** The column family of a table. */
  ColumnFamilyHandle family(Table table) {
    var family = families.get(table);
    if (family == null) {
      throw new IllegalStateException("No column family for " + table);
    }
    return family;
  }

  /** The column family in which records of a type lie. */
  ColumnFamilyHandle family(RecordType type) {
    return family(Table.of(type));
  }

  /** All column families. */
  List<ColumnFamilyHandle> families() {
    return List.copyOf(families.values());
  }

  /** Reads the header. */
  Header header() throws RocksDBException, DamagedRowException {
    byte[] value = db.get(family(Table.STATE), Header.key());
    if (value == null) {
      throw new DamagedRowException("it is missing");
    }
    return Header.read(value);
  }

  /** Frees everything. Nothing of it may be in use. */
  @Override
  public void close() {
    resources.close();
  }
}
