package dev.vez.app.harness;

import dev.vez.app.harness.Event.Settling;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

/**
 * Writes histories for the tests of checkers. Times are in milliseconds. There is one queue, {@code
 * orders}; unless a test says otherwise there are one broker process, with number 1, and one
 * stream.
 */
final class TimelineBuilder {

  static final String QUEUE = "orders";
  static final int VISIBILITY_MILLIS = 1_000;

  /** The wall clock when the monotonic one is 0. */
  private static final long EPOCH_MILLIS = 1_700_000_000_000L;

  private final List<Event> events = new ArrayList<>();
  private long nowMillis;
  private int incarnation = 1;
  private int session = 1;
  private int sequence;
  private long calls;

  private TimelineBuilder() {
    events.add(new Event.QueueCreated(0, QUEUE, TimeUnit.MILLISECONDS.toNanos(VISIBILITY_MILLIS)));
  }

  static TimelineBuilder aRun() {
    return new TimelineBuilder();
  }

  static TimelineBuilder aClusterRun() {
    TimelineBuilder run = new TimelineBuilder();
    run.events.add(new Event.Replicated(0));
    return run;
  }

  /** What follows happens at another process of the cluster, whose streams end with no other. */
  TimelineBuilder atProcess(int number) {
    incarnation = number;
    return this;
  }

  Timeline build() {
    return Timeline.of(events);
  }

  /** What follows happens at this time. */
  TimelineBuilder at(long millis) {
    if (millis < nowMillis) {
      throw new IllegalArgumentException("Expected times that grow, but got " + millis);
    }
    nowMillis = millis;
    return this;
  }

  /** The time at which things happen now. */
  long now() {
    return nowMillis;
  }

  /** What follows happens with the next broker process. */
  TimelineBuilder restart() {
    events.add(new Event.ServerEnded(nanos(), incarnation, "killed"));
    incarnation++;
    events.add(new Event.ServerServing(nanos(), incarnation));
    return this;
  }

  /** Messages that are sent from now on go over a connection of their own. */
  TimelineBuilder anotherConnection() {
    session++;
    sequence = 0;
    return this;
  }

  TimelineBuilder beat() {
    events.add(new Event.Beat(nanos(), incarnation));
    return this;
  }

  /** Sends a message of key {@code a} and is answered at once. */
  TimelineBuilder enqueueOk(long message) {
    return enqueue(message).enqueueAnswer(message, Answer.OK);
  }

  TimelineBuilder enqueue(long message) {
    return enqueue(message, "a");
  }

  TimelineBuilder enqueue(long message, String key) {
    events.add(new Event.Enqueue(nanos(), message, QUEUE, key, incarnation, session, ++sequence));
    return this;
  }

  /** Sends a message that later ones of the same connection may overtake. */
  TimelineBuilder enqueueLarge(long message) {
    events.add(new Event.Enqueue(nanos(), message, QUEUE, "a", incarnation, session, 0));
    return this;
  }

  TimelineBuilder enqueueAnswer(long message, Answer answer) {
    UUID id = answer == Answer.OK ? idOf(message) : History.NO_ID;
    events.add(new Event.EnqueueAnswered(nanos(), message, answer, id, ""));
    return this;
  }

  TimelineBuilder open(int stream) {
    return open(stream, QUEUE);
  }

  TimelineBuilder open(int stream, String queue) {
    events.add(new Event.StreamOpened(nanos(), stream, queue, incarnation));
    return this;
  }

  /** A first delivery that comes as soon as the broker sends it. */
  TimelineBuilder receive(int stream, long message) {
    return receive(stream, message, 0);
  }

  TimelineBuilder receive(int stream, long message, int attempts) {
    return receive(stream, message, attempts, nowMillis);
  }

  /** A delivery that was on its way since {@code leasedAtMillis}. */
  TimelineBuilder receive(int stream, long message, int attempts, long leasedAtMillis) {
    return receive(stream, message, idOf(message), attempts, leasedAtMillis, "");
  }

  TimelineBuilder receiveDamaged(int stream, long message, String damage) {
    return receive(stream, message, idOf(message), 0, nowMillis, damage);
  }

  TimelineBuilder receiveAs(int stream, long message, UUID id) {
    return receive(stream, message, id, 0, nowMillis, "");
  }

  private TimelineBuilder receive(
      int stream, long message, UUID id, int attempts, long leasedAtMillis, String damage) {
    events.add(
        new Event.Delivered(
            nanos(),
            stream,
            message,
            id,
            attempts,
            EPOCH_MILLIS + leasedAtMillis,
            EPOCH_MILLIS + nowMillis,
            damage));
    return this;
  }

  /** Acks and is answered at once. */
  TimelineBuilder ack(long message, Answer answer) {
    return begin(Settling.ACK, message).end(answer);
  }

  /** Nacks and is answered at once. */
  TimelineBuilder nack(long message, Answer answer) {
    return begin(Settling.NACK, message).end(answer);
  }

  TimelineBuilder begin(Settling how, long message) {
    events.add(new Event.Settle(nanos(), ++calls, how, message, incarnation));
    return this;
  }

  /** Answers the settling call that was begun last. */
  TimelineBuilder end(Answer answer) {
    events.add(new Event.Settled(nanos(), calls, answer, ""));
    return this;
  }

  TimelineBuilder drained() {
    events.add(new Event.Drained(nanos()));
    return this;
  }

  static UUID idOf(long message) {
    return new UUID(1, message);
  }

  private long nanos() {
    return TimeUnit.MILLISECONDS.toNanos(nowMillis);
  }
}
