package dev.vez.app.harness;

import dev.vez.app.harness.Event.Delivered;
import dev.vez.app.harness.MessageStory.Delivery;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * A history, arranged by message and by stream, with what must be known of clocks to judge it.
 *
 * <p>A client cannot see when a lease began; it receives the message some time later, in a slow
 * consumer much later. {@link #leaseBeganAfter} gives a time before which it certainly did not
 * begin.
 */
public final class Timeline {

  /** For two clocks that are read one after the other, and whole milliseconds. */
  private static final long MARGIN_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

  private final Map<Long, MessageStory> messages = new LinkedHashMap<>();
  private final Map<Integer, StreamStory> streams = new LinkedHashMap<>();
  private final Map<String, Long> visibility = new HashMap<>();
  private final Map<Long, SettleCall> openCalls = new HashMap<>();
  private final Map<Integer, Pulse> pulses = new HashMap<>();
  private final List<Delivered> strays = new ArrayList<>();
  private long clockMinNanos = Long.MAX_VALUE;
  private long clockMaxNanos = Long.MIN_VALUE;
  private boolean drained;
  private boolean replicated;

  private Timeline() {}

  /** Arranges the events of a history, which are in the order of their times. */
  public static Timeline of(List<Event> events) {
    Timeline timeline = new Timeline();
    events.forEach(timeline::add);
    return timeline;
  }

  /** Messages in the order in which they were sent. */
  public Collection<MessageStory> messages() {
    return messages.values();
  }

  /** Streams in the order in which they were opened. */
  public Collection<StreamStory> streams() {
    return streams.values();
  }

  /** The message with this number, which was sent. */
  public MessageStory message(long number) {
    return known(messages, number);
  }

  /** Deliveries of what nobody had sent. */
  public List<Delivered> strays() {
    return strays;
  }

  /** Whether at the end all queues were consumed until they were empty. */
  public boolean isDrained() {
    return drained;
  }

  /**
   * Whether it was a cluster. Then several processes serve at the same time, so that their numbers
   * say nothing of the order of what they did; a message may be leased again with no attempt
   * counted, since a new leader does not know whether the last messages of the old one were sent.
   */
  public boolean isReplicated() {
    return replicated;
  }

  /** How long a lease of the queue lasts. */
  public long visibilityNanos(String queue) {
    return known(visibility, queue);
  }

  /**
   * A time before which the lease of this delivery did not begin: the latest of
   *
   * <ul>
   *   <li>when the message was about to be sent, and when the stream was about to be opened;
   *   <li>the time at which the broker says it delivered, less {@link Pulse#lagMaxNanos}.
   * </ul>
   *
   * Only the last needs an argument. The broker stamps a delivery when it hands it out, some time
   * after the lease began, and hands out in the order of leases. Let the lease begin at s and be
   * stamped at t, let the heartbeat have begun before s, and let no two beats lie further apart
   * than d. Let q be the first beat after s. If q ≥ t then t - s ≤ d, since the beat before q was
   * not after s. Else the next pulse is sent after q, so it is leased after s and handed out after
   * t, and received by a beat at most d after q: t - s ≤ 2 d. Had the heartbeat begun only after s,
   * then its first pulse would have been received after t; so a t that is later than that shows
   * that it had begun.
   */
  public long leaseBeganAfter(MessageStory message, Delivery delivery) {
    Delivered event = delivery.event();
    long began = Math.max(message.enqueue().at(), delivery.stream().openedAt());
    Pulse pulse = pulses.get(delivery.incarnation());
    if (pulse == null) {
      return began;
    }
    long age = TimeUnit.MILLISECONDS.toNanos(event.wallMillis() - event.leasedAtMillis());
    long stamped = event.at() - age - clockErrorNanos();
    boolean hadBegun = stamped > pulse.firstNanos + pulse.longestNanos;
    return hadBegun ? Math.max(began, stamped - pulse.lagMaxNanos()) : began;
  }

  /** What a time that the broker tells may be wrong by, in nanoseconds. */
  private long clockErrorNanos() {
    long drift = clockMaxNanos < clockMinNanos ? 0 : clockMaxNanos - clockMinNanos;
    return drift + MARGIN_NANOS;
  }

  private void add(Event event) {
    switch (event) {
      case Event.QueueCreated e -> visibility.put(e.queue(), e.visibilityNanos());
      case Event.Enqueue e -> messages.put(e.message(), new MessageStory(e));
      case Event.EnqueueAnswered e -> {
        MessageStory message = message(e.message());
        message.answered(e);
      }
      case Event.StreamOpened e -> streams.put(e.stream(), new StreamStory(e));
      case Event.Delivered e -> delivered(e);
      case Event.Settle e -> {
        SettleCall call = new SettleCall(e);
        message(e.message()).settling(call);
        openCalls.put(e.call(), call);
      }
      case Event.Settled e -> {
        SettleCall call = known(openCalls, e.call());
        openCalls.remove(e.call());
        call.ended(e);
      }
      case Event.Beat e ->
          pulses.computeIfAbsent(e.incarnation(), i -> new Pulse(e.at())).reach(e.at());
      case Event.Drained ignored -> drained = true;
      case Event.Replicated ignored -> replicated = true;
      case Event.Fault ignored -> {}
      case Event.ServerServing ignored -> {}
      case Event.ServerEnded ignored -> {}
      case Event.StreamEnded ignored -> {}
    }
  }

  private void delivered(Delivered event) {
    StreamStory stream = known(streams, event.stream());
    stream.delivered(event);
    MessageStory message = messages.get(event.message());
    if (message == null) {
      strays.add(event);
    } else {
      message.delivered(stream, event);
    }
    Pulse pulse = pulses.get(stream.incarnation());
    if (pulse != null) {
      // A delivery that the heart did not live to see: its next beat would have come later still.
      pulse.missUntil(event.at());
    }
    long offset = TimeUnit.MILLISECONDS.toNanos(event.wallMillis()) - event.at();
    clockMinNanos = Math.min(clockMinNanos, offset);
    clockMaxNanos = Math.max(clockMaxNanos, offset);
  }

  private static <K, V> V known(Map<K, V> map, K key) {
    V value = map.get(key);
    if (value == null) {
      throw new IllegalStateException("The history speaks of " + key + " before its beginning");
    }
    return value;
  }

  /** The heartbeat of one incarnation. */
  private static final class Pulse {

    private final long firstNanos;
    private long lastNanos;
    private long longestNanos;

    Pulse(long firstNanos) {
      this.firstNanos = firstNanos;
      this.lastNanos = firstNanos;
    }

    void reach(long at) {
      missUntil(at);
      lastNanos = at;
    }

    void missUntil(long at) {
      longestNanos = Math.max(longestNanos, at - lastNanos);
    }

    long lagMaxNanos() {
      return 2 * longestNanos;
    }
  }
}
