package dev.vez.ports.telemetry;

/** What can happen to a message of a queue, once it is durable. */
public enum QueueEvent {
  /** It was accepted. */
  ENQUEUED,
  /** It was leased to a consumer. */
  LEASED,
  /** It was settled. */
  ACKED,
  /** Its consumer gave it up, whatever became of it then. */
  NACKED,
  /** Its lease ended at its deadline. */
  EXPIRED,
  /** It was moved to the dead-letter queue; counted for the queue that it came from. */
  DEAD_LETTERED,
  /** It was moved back from the dead-letter queue; counted for the dead-letter queue. */
  REDRIVEN
}
