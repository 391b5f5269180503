package dev.vez.ports.scheduling;

/**
 * What running a hook gave.
 *
 * @param <V> its verdict
 */
public sealed interface HookResult<V> {

  /** The script decided. */
  record Decided<V>(V verdict) implements HookResult<V> {}

  /**
   * The script failed or hit a limit.
   *
   * @param reason one line for its author, without any content of the message
   */
  record Failed<V>(String reason) implements HookResult<V> {}
}
