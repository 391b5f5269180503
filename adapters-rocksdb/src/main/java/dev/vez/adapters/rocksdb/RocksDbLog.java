package dev.vez.adapters.rocksdb;

import org.rocksdb.InfoLogLevel;
import org.rocksdb.Logger;
import org.slf4j.LoggerFactory;

/** What RocksDB has to say of a database in whose folder it must not leave a log file. */
final class RocksDbLog extends Logger {

  private static final org.slf4j.Logger LOG = LoggerFactory.getLogger(RocksDbLog.class);

  RocksDbLog() {
    super(InfoLogLevel.ERROR_LEVEL);
  }

  @Override
  protected void log(InfoLogLevel level, String message) {
    switch (level) {
      case ERROR_LEVEL, FATAL_LEVEL -> LOG.warn("{}", message);
      case DEBUG_LEVEL, INFO_LEVEL, WARN_LEVEL, HEADER_LEVEL, NUM_INFO_LOG_LEVELS -> {}
    }
  }
}
