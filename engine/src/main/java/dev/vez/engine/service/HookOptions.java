package dev.vez.engine.service;

/**
 * Limits of running hooks.
 *
 * @param threads on which hooks run, 1 or greater
 * @param backlogRequestsMax requests that wait for a hook, 1 or greater
 * @param backlogBytesMax bytes of their payloads, 1 or greater
 */
public record HookOptions(int threads, int backlogRequestsMax, long backlogBytesMax) {

  public static final HookOptions DEFAULT = new HookOptions(2, 4_096, 64 << 20);

  public HookOptions {
    if (threads < 1 || backlogRequestsMax < 1 || backlogBytesMax < 1) {
      throw new IllegalArgumentException(
          "Expected threads, backlogRequestsMax and backlogBytesMax of 1 or more, but got "
              + threads
              + ", "
              + backlogRequestsMax
              + " and "
              + backlogBytesMax);
    }
  }
}
