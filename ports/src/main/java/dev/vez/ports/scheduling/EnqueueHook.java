package dev.vez.ports.scheduling;

import java.util.Map;

/**
 * A compiled {@code on_enqueue} script of one queue. May be called by several threads at once;
 * keeps nothing between calls.
 */
@FunctionalInterface
public interface EnqueueHook {

  /**
   * Runs the script within its limits. Never throws for anything that a script does.
   *
   * @param input what the script sees
   */
  HookResult<EnqueueVerdict> run(Input input);

  /**
   * What the script sees.
   *
   * @param queue name of the queue
   * @param headers of the message
   * @param payloadSize in bytes
   */
  record Input(String queue, Map<String, String> headers, int payloadSize) {}
}
