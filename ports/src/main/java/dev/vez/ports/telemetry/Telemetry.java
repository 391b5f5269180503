package dev.vez.ports.telemetry;

/**
 * Hears what the broker does, to be counted and timed. Called by any thread and often, so it must
 * be cheap and must not block or throw. Only what this node did as a leader is told, once it is
 * durable; nothing is told twice.
 */
public interface Telemetry {

  /** Counts nothing. */
  Telemetry NONE =
      new Telemetry() {
        @Override
        public void happened(QueueEvent event, String queue, long messages) {}

        @Override
        public void delivered(String queue, String fairnessKey, int weight, long latencyMillis) {}

        @Override
        public void scheduled(String queue, long rounds, long visits) {}

        @Override
        public void throttled(String throttleKey, boolean passed, long decisions) {}

        @Override
        public void hookRan(HookKind hook, String queue, long durationNanos) {}

        @Override
        public void hookFailed(HookKind hook, String queue) {}

        @Override
        public void breakerOpened(HookKind hook, String queue) {}
      };

  /**
   * Something happened to messages of a queue.
   *
   * @param messages how many, 1 or greater
   */
  void happened(QueueEvent event, String queue, long messages);

  /**
   * A message was handed to its consumer's transport.
   *
   * @param fairnessKey its key
   * @param weight the weight that it was enqueued with, 1 or greater
   * @param latencyMillis from its enqueue by the wall clock, 0 or greater
   */
  void delivered(String queue, String fairnessKey, int weight, long latencyMillis);

  /**
   * The scheduler went round.
   *
   * @param rounds rotations of the queue's ring that were completed, 0 or greater
   * @param visits turns of keys, 0 or greater
   */
  void scheduled(String queue, long rounds, long visits);

  /**
   * A throttle key was asked for tokens.
   *
   * @param passed whether it had them
   * @param decisions how often, 1 or greater
   */
  void throttled(String throttleKey, boolean passed, long decisions);

  /** A hook has run, whatever came of it. */
  void hookRan(HookKind hook, String queue, long durationNanos);

  /** A hook has failed or hit a limit. */
  void hookFailed(HookKind hook, String queue);

  /** A hook's breaker has opened. */
  void breakerOpened(HookKind hook, String queue);
}
