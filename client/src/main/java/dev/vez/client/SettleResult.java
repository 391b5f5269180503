package dev.vez.client;

/** What became of an ack, a nack or an extension. */
public enum SettleResult {
  /** It is done as was asked. */
  SETTLED,
  /** The lease has ended, and the message is under another. */
  LEASE_LOST,
  /** No lease of the message is alive: it is settled already, or waits for another delivery. */
  NOT_FOUND
}
