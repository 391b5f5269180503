package dev.vez.adapters.rocksdb;

import java.util.List;
import org.rocksdb.BlockBasedTableConfig;
import org.rocksdb.BloomFilter;
import org.rocksdb.ColumnFamilyOptions;
import org.rocksdb.CompressionType;
import org.rocksdb.DBOptions;
import org.rocksdb.InfoLogLevel;
import org.rocksdb.Options;
import org.rocksdb.TablePropertiesCollectorFactory;
import org.rocksdb.WALRecoveryMode;

/** How RocksDB is set, and why. */
final class DatabaseOptions {

  private static final long MIB = 1L << 20;

  /**
   * Files of which more than half of so many neighbouring rows are deletions are rewritten soon.
   */
  private static final long DELETIONS_WINDOW_ROWS = 8_192;

  private static final long DELETIONS_IN_WINDOW = DELETIONS_WINDOW_ROWS / 2;
  private static final double DELETIONS_RATIO = 0.5;

  /** One key in a hundred is looked for in vain in a file that does not have it. */
  private static final double BLOOM_BITS_PER_KEY = 10;

  private final RocksDbOptions options;
  private final SharedMemory memory;
  private final NativeResources resources;

  /**
   * Creates a factory of options.
   *
   * @param resources takes charge of what is made here
   */
  DatabaseOptions(RocksDbOptions options, SharedMemory memory, NativeResources resources) {
    this.options = options;
    this.memory = memory;
    this.resources = resources;
  }

  /** Options of a database that is written to. */
  DBOptions writable() {
    return common()
        .setWriteBufferManager(memory.writeBuffers())
        // A failure stops the store; RocksDB must not mend itself behind its back.
        .setMaxBgErrorResumeCount(0)
        .setMaxTotalWalSize(options.logBytesMax())
        // Without a log of its own all tables must reach the disk as of one batch.
        .setAtomicFlush(options.durability() == Durability.LOG)
        .setMaxBackgroundJobs(2)
        .setBytesPerSync(MIB)
        .setAvoidUnnecessaryBlockingIO(true)
        .setMaxManifestFileSize(4 * MIB)
        .setManifestPreallocationSize(64 << 10)
        .setInfoLogLevel(InfoLogLevel.WARN_LEVEL)
        .setMaxLogFileSize(MIB)
        .setKeepLogFileNum(2)
        .setStatsDumpPeriodSec(0)
        .setStatsPersistPeriodSec(0);
  }

  /** Options of a database that is only looked at, and in whose folder nothing is written. */
  DBOptions readOnly() {
    return common().setLogger(resources.add(new RocksDbLog()));
  }

  /** Options of a table. */
  ColumnFamilyOptions of(Table table) {
    var collected = resources.add(new Options());
    if (table != Table.STATE) {
      // A queue deletes all that it writes: without this, deletions pile up where reads must pass.
      collected.setTablePropertiesCollectorFactory(
          List.of(
              resources.add(
                  TablePropertiesCollectorFactory.NewCompactOnDeletionCollectorFactory(
                      DELETIONS_WINDOW_ROWS, DELETIONS_IN_WINDOW, DELETIONS_RATIO))));
    }
    long writeBufferBytes = options.writeBufferBytes() / table.writeBufferShare();
    return resources
        .add(new ColumnFamilyOptions(collected))
        .setTableFormatConfig(blocks(table))
        .setWriteBufferSize(writeBufferBytes)
        .setMaxWriteBufferNumber(3)
        .setTargetFileSizeBase(2 * writeBufferBytes)
        .setMaxBytesForLevelBase(8 * writeBufferBytes)
        .setLevelCompactionDynamicLevelBytes(true)
        // Most rows are gone before they reach the third level; only those that stay are worth it.
        .setCompressionPerLevel(
            List.of(
                CompressionType.NO_COMPRESSION,
                CompressionType.NO_COMPRESSION,
                CompressionType.LZ4_COMPRESSION));
  }

  private DBOptions common() {
    return resources
        .add(new DBOptions())
        // Stops at the first record that cannot be read, since what was not synced may be torn
        // anywhere; whether that lost something which was synced, SyncedMark knows.
        .setWalRecoveryMode(WALRecoveryMode.PointInTimeRecovery)
        .setParanoidChecks(true)
        .setMaxOpenFiles(options.openFilesMax());
  }

  private BlockBasedTableConfig blocks(Table table) {
    var blocks =
        new BlockBasedTableConfig()
            .setBlockCache(memory.cache())
            // So that the budget holds however many files there are.
            .setCacheIndexAndFilterBlocks(true)
            .setCacheIndexAndFilterBlocksWithHighPriority(true)
            .setPinL0FilterAndIndexBlocksInCache(true);
    if (table == Table.PAYLOADS) {
      // The only rows that are looked up one by one.
      blocks.setFilterPolicy(resources.add(new BloomFilter(BLOOM_BITS_PER_KEY)));
    }
    return blocks;
  }
}
