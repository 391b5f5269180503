package dev.vez.ports.telemetry;

/** Which script of a queue. */
public enum HookKind {
  /** Runs before a message is stored. */
  ON_ENQUEUE,
  /** Runs when a consumer gives a message up. */
  ON_FAILURE
}
