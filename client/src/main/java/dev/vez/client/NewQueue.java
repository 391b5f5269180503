package dev.vez.client;

import java.time.Duration;

/**
 * A queue to be created.
 *
 * @param name 1 to 255 characters of {@code A-Z a-z 0-9 . _ - :}, the first a letter, digit or
 *     underscore
 * @param onEnqueueScript Lua source that defines {@code on_enqueue(msg)}; empty for none
 * @param onFailureScript Lua source that defines {@code on_failure(msg)}; empty for none
 * @param visibilityTimeout how long a lease lasts, 1 second to 12 hours; zero for 30 seconds
 */
public record NewQueue(
    String name, String onEnqueueScript, String onFailureScript, Duration visibilityTimeout) {

  /** A queue without scripts, with the default visibility timeout. */
  public static NewQueue named(String name) {
    return new NewQueue(name, "", "", Duration.ZERO);
  }

  /** The same with another {@code on_enqueue} script. */
  public NewQueue withOnEnqueue(String script) {
    return new NewQueue(name, script, onFailureScript, visibilityTimeout);
  }

  /** The same with another {@code on_failure} script. */
  public NewQueue withOnFailure(String script) {
    return new NewQueue(name, onEnqueueScript, script, visibilityTimeout);
  }

  /** The same with another visibility timeout. */
  public NewQueue withVisibilityTimeout(Duration timeout) {
    return new NewQueue(name, onEnqueueScript, onFailureScript, timeout);
  }
}
