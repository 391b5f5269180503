package dev.vez.app.harness;

import java.util.UUID;

/**
 * Something that happened at a client, or to a broker. Times are of the monotonic clock of the
 * test's own process. What begins a call is written down before the call is made, what ends it
 * after the answer has come, so that the true moment of the effect lies between the two.
 *
 * <p>Messages go by the number that the test gave them, which lies in the payload: a call whose
 * answer got lost has no id. An incarnation is one run of one broker process.
 */
public sealed interface Event {

  /** When, in nanoseconds. */
  long at();

  /** A queue can be used. */
  record QueueCreated(long at, String queue, long visibilityNanos) implements Event {}

  /** The process answers. */
  record ServerServing(long at, int incarnation) implements Event {}

  /** The process is gone. */
  record ServerEnded(long at, int incarnation, String how) implements Event {}

  /**
   * A message is about to be sent.
   *
   * @param session the producer's connection
   * @param sequence place in the order in which the connection carries them, from 1; 0 where that
   *     is not known, since large messages that are sent at once overtake each other
   */
  record Enqueue(
      long at, long message, String queue, String key, int incarnation, int session, int sequence)
      implements Event {}

  /**
   * The answer to it.
   *
   * @param id of the message, {@link History#NO_ID} unless it is {@link Answer#OK}
   * @param detail what the broker said, empty for nothing
   */
  record EnqueueAnswered(long at, long message, Answer answer, UUID id, String detail)
      implements Event {}

  /** A consumer is about to open a stream. */
  record StreamOpened(long at, int stream, String queue, int incarnation) implements Event {}

  /** A consumer knows that its stream has ended. */
  record StreamEnded(long at, int stream, String why) implements Event {}

  /**
   * A message has been received.
   *
   * @param message its number, {@link Payloads#NONE} for a payload that no test has made
   * @param leasedAtMillis wall clock of the broker, as it says
   * @param wallMillis wall clock of the test at {@code at}
   * @param damage what is not as it was sent, empty for nothing
   */
  record Delivered(
      long at,
      int stream,
      long message,
      UUID id,
      int attempts,
      long leasedAtMillis,
      long wallMillis,
      String damage)
      implements Event {}

  /** How a consumer settles a message. */
  enum Settling {
    ACK,
    NACK
  }

  /** A message is about to be settled. */
  record Settle(long at, long call, Settling how, long message, int incarnation) implements Event {}

  /** The answer to it. */
  record Settled(long at, long call, Answer answer, String detail) implements Event {}

  /**
   * A {@link Heartbeat} is about to send its first message, or has received one; from one to the
   * next one message made its way.
   */
  record Beat(long at, int incarnation) implements Event {}

  /** The brokers are several, and replicate. Comes before any process serves. */
  record Replicated(long at) implements Event {}

  /** Something is done to the brokers or to the network between them, or undone. */
  record Fault(long at, String what) implements Event {}

  /** All queues were consumed until they were empty, with every message acked. */
  record Drained(long at) implements Event {}
}
