package dev.vez.adapters.rocksdb;

import dev.vez.domain.record.RecordType;

/** The byte by which a type of row goes on disk. Never changed, never reused. */
final class Tags {

  /** The header of the store, which is no record. */
  static final byte HEADER = 0;

  private Tags() {}

  /** The tag of a type of record. */
  static byte of(RecordType type) {
    return switch (type) {
      case GROUP -> 1;
      case QUEUE -> 2;
      case FLOW -> 3;
      case MESSAGE -> 4;
      case PAYLOAD -> 5;
      case LEASE -> 6;
      case CONSUMER -> 7;
      case DIGEST -> 8;
      case CATALOGUE -> 9;
      case PENDING_CHANGE -> 10;
      case GROUP_MARK -> 11;
      case DELAYED -> 24;
      case FAILURE -> 25;
      case REDRIVE -> 26;
      case IDEMPOTENCY_KEY -> 27;
      case KEY_EXPIRY -> 28;
      case KEY_COUNT -> 29;
      case CONFIG -> 12;
      case BUCKET -> 13;
      case SHARES -> 14;
      case MEMBER -> 20;
    };
  }
}
