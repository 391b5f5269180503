package dev.vez.adapters.rocksdb;

import dev.vez.domain.record.RecordType;

/** The column families of a store. Rows that live and die alike share one. */
enum Table {
  /** What there is little of: the group, its queues, consumers, sums, the catalogue. */
  STATE("default", 32),
  /** Flows and token buckets: rewritten with almost every message. */
  FLOWS("flows", 16),
  /** Waiting and delayed messages, ends of idempotency keys: read in order, removed when due. */
  MESSAGES("messages", 8),
  /** Payloads, failed attempts and idempotency keys: read by key. */
  PAYLOADS("payloads", 4),
  /** Leases: short-lived, read only in recovery. */
  LEASES("leases", 16);

  private final String familyName;
  private final int writeBufferShare;

  Table(String familyName, int writeBufferShare) {
    this.familyName = familyName;
    this.writeBufferShare = writeBufferShare;
  }

  /** Name of the column family. */
  String familyName() {
    return familyName;
  }

  /** Its write buffer is one in so many parts of the memory for writes. */
  int writeBufferShare() {
    return writeBufferShare;
  }

  /** Where records of a type lie. */
  static Table of(RecordType type) {
    return switch (type) {
      case FLOW, BUCKET -> FLOWS;
      case MESSAGE, DELAYED, KEY_EXPIRY -> MESSAGES;
      case PAYLOAD, FAILURE, IDEMPOTENCY_KEY -> PAYLOADS;
      case LEASE -> LEASES;
      case GROUP,
          QUEUE,
          CONSUMER,
          REDRIVE,
          KEY_COUNT,
          DIGEST,
          CATALOGUE,
          PENDING_CHANGE,
          GROUP_MARK,
          CONFIG,
          SHARES,
          MEMBER ->
          STATE;
    };
  }
}
