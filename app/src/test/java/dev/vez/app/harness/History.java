package dev.vez.app.harness;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.function.LongFunction;
import java.util.function.LongSupplier;

/**
 * Everything that was seen, in the order in which it was seen. Append-only and safe for use by many
 * threads. Memory is bounded: whoever makes load asks {@link #hasRoom} before each call.
 */
public final class History {

  /** Instead of an id, where there is none. */
  public static final UUID NO_ID = new UUID(0, 0);

  /** Events beyond which {@link #hasRoom} is false; about 100 bytes each. */
  public static final int DEFAULT_LIMIT = 2_000_000;

  private final int limit;
  private final LongSupplier clock;
  private final List<Event> events = new ArrayList<>();

  public History() {
    this(DEFAULT_LIMIT, System::nanoTime);
  }

  /**
   * @param limit events that it takes, of which a tenth is kept for the answers of calls under way
   * @param clock monotonic, in nanoseconds
   */
  public History(int limit, LongSupplier clock) {
    this.limit = limit;
    this.clock = clock;
  }

  /**
   * Adds an event with the time of now.
   *
   * @param event makes it from the time
   * @throws IllegalStateException if the history is full: it would judge falsely from then on
   */
  public synchronized void add(LongFunction<Event> event) {
    if (events.size() >= limit) {
      throw new IllegalStateException("The history is full at " + limit + " events");
    }
    events.add(event.apply(clock.getAsLong()));
  }

  /** Whether more calls may be begun. */
  public synchronized boolean hasRoom() {
    return events.size() < limit - limit / 10;
  }

  /** How many events there are. */
  public synchronized int size() {
    return events.size();
  }

  /** All events so far. */
  public synchronized List<Event> events() {
    return List.copyOf(events);
  }

  /** Writes one line an event, with seconds since the first, for whoever looks into a failure. */
  public void writeTo(Path file) {
    List<Event> all = events();
    try (BufferedWriter out = Files.newBufferedWriter(file)) {
      for (Event event : all) {
        double seconds = (event.at() - all.getFirst().at()) / 1e9;
        out.write(String.format(Locale.ROOT, "%12.6f %s%n", seconds, event));
      }
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot write " + file, e);
    }
  }
}
