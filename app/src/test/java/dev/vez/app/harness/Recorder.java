package dev.vez.app.harness;

import dev.vez.app.harness.Event.Settling;
import dev.vez.client.ClientOptions;
import dev.vez.client.ReceivedMessage;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** Numbers what happens in one run and writes it into its history. */
public final class Recorder {

  private static final int DETAIL_CHARS_MAX = 120;
  private static final Duration CONNECT_LIMIT = Duration.ofSeconds(10);
  private static final Duration CALL_LIMIT = Duration.ofSeconds(30);
  private static final int MESSAGE_BYTES_MAX = 4 * 1024 * 1024;

  private final History history;
  private final Payloads payloads;
  private final ClientOptions clientOptions;
  private final AtomicLong messages = new AtomicLong();
  private final AtomicLong calls = new AtomicLong();
  private final AtomicInteger sessions = new AtomicInteger();
  private final AtomicInteger streams = new AtomicInteger();

  public Recorder(History history, Payloads payloads) {
    this(history, payloads, CALL_LIMIT);
  }

  /**
   * @param callLimit how long a call may take before its outcome is taken for unknown
   */
  public Recorder(History history, Payloads payloads, Duration callLimit) {
    this.history = history;
    this.payloads = payloads;
    this.clientOptions = new ClientOptions(CONNECT_LIMIT, callLimit, MESSAGE_BYTES_MAX);
  }

  /** Writes down something that is done to the broker. */
  public void fault(String what) {
    history.add(at -> new Event.Fault(at, what));
  }

  ClientOptions clientOptions() {
    return clientOptions;
  }

  public History history() {
    return history;
  }

  Payloads payloads() {
    return payloads;
  }

  int nextSession() {
    return sessions.incrementAndGet();
  }

  long enqueue(String queue, String key, int incarnation, int session, int sequence) {
    long message = messages.incrementAndGet();
    history.add(at -> new Event.Enqueue(at, message, queue, key, incarnation, session, sequence));
    return message;
  }

  void enqueued(long message, UUID id) {
    history.add(at -> new Event.EnqueueAnswered(at, message, Answer.OK, id, ""));
  }

  void enqueueFailed(long message, Answer answer, Throwable failure) {
    String detail = detail(failure);
    history.add(at -> new Event.EnqueueAnswered(at, message, answer, History.NO_ID, detail));
  }

  int openStream(String queue, int incarnation) {
    int stream = streams.incrementAndGet();
    history.add(at -> new Event.StreamOpened(at, stream, queue, incarnation));
    return stream;
  }

  void streamEnded(int stream, String why) {
    history.add(at -> new Event.StreamEnded(at, stream, why));
  }

  /** Gives the message's number. */
  long delivered(int stream, ReceivedMessage message) {
    long number = payloads.numberIn(message.payload());
    String damage = damage(number, message);
    UUID id = UUID.fromString(message.id());
    long leasedAtMillis = message.leasedAt().toEpochMilli();
    int attempts = message.attempts();
    history.add(
        at -> {
          long wallMillis = System.currentTimeMillis();
          return new Event.Delivered(
              at, stream, number, id, attempts, leasedAtMillis, wallMillis, damage);
        });
    return number;
  }

  long settle(Settling how, long message, int incarnation) {
    long call = calls.incrementAndGet();
    history.add(at -> new Event.Settle(at, call, how, message, incarnation));
    return call;
  }

  void settled(long call) {
    history.add(at -> new Event.Settled(at, call, Answer.OK, ""));
  }

  void settleFailed(long call, Answer answer, Throwable failure) {
    String detail = detail(failure);
    history.add(at -> new Event.Settled(at, call, answer, detail));
  }

  void beat(int incarnation) {
    history.add(at -> new Event.Beat(at, incarnation));
  }

  private String damage(long number, ReceivedMessage message) {
    if (number == Payloads.NONE) {
      return "not a payload of this run, " + message.payload().size() + " bytes";
    }
    if (!payloads.isIntact(message.payload())) {
      return "payload changed, " + message.payload().size() + " bytes";
    }
    String key = message.headers().get(RecordingClient.KEY_HEADER);
    String sent = message.headers().get(RecordingClient.NUMBER_HEADER);
    if (!Long.toString(number).equals(sent) || !message.fairnessKey().equals(key)) {
      return "headers %s, key %s".formatted(message.headers(), message.fairnessKey());
    }
    return "";
  }

  private static String detail(Throwable failure) {
    String text = failure.toString();
    return text.substring(0, Math.min(DETAIL_CHARS_MAX, text.length()));
  }
}
