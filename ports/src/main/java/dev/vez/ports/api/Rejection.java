package dev.vez.ports.api;

/** Why a use case was not carried out. Texts are for users and never contain payloads or keys. */
public sealed interface Rejection {

  /**
   * The request is not valid.
   *
   * @param field name of the field as on the wire
   * @param problem what was expected, and what came
   */
  record InvalidArgument(String field, String problem) implements Rejection {}

  /** There is no such queue. */
  record QueueNotFound(String queue) implements Rejection {}

  /** There is such a queue already. */
  record QueueAlreadyExists(String queue) implements Rejection {}

  /**
   * The queue's {@code on_enqueue} script failed or is bypassed, and the configuration says that
   * nothing is accepted then.
   *
   * @param queue its name
   * @param reason one line for the script's author, without any content of the message
   */
  record ScriptFailed(String queue, String reason) implements Rejection {}

  /** The queue to which dead letters should move back does not exist. */
  record ParentQueueNotFound(String queue) implements Rejection {}

  /** Another redrive of the dead-letter queue has not ended yet. */
  record RedriveUnderWay(String queue) implements Rejection {}

  /** No lease of the message is alive. */
  record LeaseNotFound(String queue, String messageId) implements Rejection {}

  /** The lease that the caller names has ended, and the message is under another by now. */
  record LeaseLost(String queue, String messageId) implements Rejection {}

  /**
   * A limit is reached; nothing was done.
   *
   * @param limit name of the limit, as in the configuration
   * @param problem what is full
   * @param retryAfterMillis when a repeat makes sense, 1 or greater
   */
  record ResourceExhausted(String limit, String problem, long retryAfterMillis)
      implements Rejection {}

  /**
   * The message's idempotency key is new and its group has as many as it may have; nothing was
   * done, and the same key may be used again.
   *
   * @param keysMax how many that is
   * @param retryAfterMillis when a repeat makes sense, 1 or greater
   */
  record TooManyIdempotencyKeys(long keysMax, long retryAfterMillis) implements Rejection {}

  /**
   * This node does not lead; certainly nothing was done.
   *
   * @param leaderHint client address of the leader as {@code host:port}, empty where not known
   */
  record NotLeader(String leaderHint) implements Rejection {}

  /** This node is shutting down; certainly nothing was done. */
  record Draining() implements Rejection {}

  /**
   * It may have been carried out or not; a repeat may duplicate.
   *
   * @param why for the user
   */
  record OutcomeUnknown(String why) implements Rejection {}
}
