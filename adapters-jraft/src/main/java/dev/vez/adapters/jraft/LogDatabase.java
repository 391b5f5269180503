package dev.vez.adapters.jraft;

import com.alipay.sofa.jraft.storage.impl.RocksDBLogStorage;
import com.alipay.sofa.jraft.util.StorageOptionsFactory;
import org.rocksdb.ColumnFamilyOptions;
import org.rocksdb.CompressionType;
import org.rocksdb.DBOptions;
import org.rocksdb.InfoLogLevel;
import org.rocksdb.WALRecoveryMode;

/**
 * How the RocksDB of a group's log is set. JRaft's defaults take memory tables of 128 MiB, and as
 * much disk in advance for each group: we take an eighth.
 */
final class LogDatabase {

  private static final long MIB = 1L << 20;
  private static final long TABLE_BYTES = 16 * MIB;
  private static final long WAL_BYTES_MAX = 64 * MIB;

  private LogDatabase() {}

  /** Once a process. */
  static void register() {
    StorageOptionsFactory.registerRocksDBOptions(RocksDBLogStorage.class, database());
    StorageOptionsFactory.registerRocksDBColumnFamilyOptions(RocksDBLogStorage.class, columns());
  }

  private static DBOptions database() {
    return StorageOptionsFactory.getDefaultRocksDBOptions()
        // A torn tail was never acknowledged; damage before it is refused, not cut off.
        .setWalRecoveryMode(WALRecoveryMode.TolerateCorruptedTailRecords)
        // A failure stops the group; RocksDB must not mend itself behind its back.
        .setMaxBgErrorResumeCount(0)
        .setMaxTotalWalSize(WAL_BYTES_MAX)
        .setMaxBackgroundJobs(2)
        .setManifestPreallocationSize(64 << 10)
        .setInfoLogLevel(InfoLogLevel.WARN_LEVEL)
        .setMaxLogFileSize(MIB)
        .setKeepLogFileNum(2);
  }

  private static ColumnFamilyOptions columns() {
    return StorageOptionsFactory.getDefaultRocksDBColumnFamilyOptions()
        .setWriteBufferSize(TABLE_BYTES)
        .setMaxWriteBufferNumber(4)
        .setMinWriteBufferNumberToMerge(1)
        .setLevel0FileNumCompactionTrigger(4)
        .setTargetFileSizeBase(TABLE_BYTES)
        .setMaxBytesForLevelBase(4 * TABLE_BYTES)
        .setCompressionType(CompressionType.NO_COMPRESSION);
  }
}
