package dev.vez.domain.record;

/** The kinds of logical record. */
public enum RecordType {
  GROUP,
  QUEUE,
  FLOW,
  MESSAGE,
  PAYLOAD,
  LEASE,
  CONSUMER,
  DIGEST,
  CATALOGUE,
  PENDING_CHANGE,
  GROUP_MARK,
  CONFIG,
  BUCKET,
  SHARES,
  MEMBER,
  DELAYED,
  FAILURE,
  REDRIVE,
  IDEMPOTENCY_KEY,
  KEY_EXPIRY,
  KEY_COUNT
}
