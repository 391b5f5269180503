package dev.vez.ports.scheduling;

import dev.vez.domain.id.MessageId;
import java.util.Map;

/**
 * A compiled {@code on_failure} script of one queue. May be called by several threads at once;
 * keeps nothing between calls.
 */
@FunctionalInterface
public interface FailureHook {

  /**
   * Runs the script within its limits. Never throws for anything that a script does.
   *
   * @param input what the script sees
   */
  HookResult<FailureVerdict> run(Input input);

  /**
   * What the script sees.
   *
   * @param queue name of the queue
   * @param id of the message
   * @param headers of the message
   * @param attempts that have failed, this one included, 1 or greater
   * @param error the consumer's words on it, empty for none
   */
  record Input(
      String queue, MessageId id, Map<String, String> headers, int attempts, String error) {

    public Input {
      if (attempts < 1) {
        throw new IllegalArgumentException("Expected 1 or more attempts, but got " + attempts);
      }
    }
  }
}
