package dev.vez.app.logging;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.turbo.TurboFilter;
import ch.qos.logback.core.spi.FilterReply;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;
import org.slf4j.Marker;

/**
 * Keeps libraries from saying the same again and again: while a node is down, those that replicate
 * tell of it many times a second. Of records of one logger that are alike but for their values, a
 * few a minute are let through, and the others are counted; the next one that comes through after
 * that minute is preceded by the count. Vez's own records are never left out.
 */
final class RepetitionFilter extends TurboFilter {

  /** Records alike that are let through in a period. */
  static final int ALLOWED = 3;

  static final long PERIOD_NANOS = TimeUnit.MINUTES.toNanos(1);

  /** Kinds of records that are known at once; those that were seen longest ago are forgotten. */
  private static final int KINDS_MAX = 1_000;

  /** Of a text, beyond which it is not compared. */
  private static final int KEY_CHARS_MAX = 80;

  private static final String OWN = "dev.vez";

  private static final org.slf4j.Logger LOG = LoggerFactory.getLogger(RepetitionFilter.class);

  /** Values that a text may hold where it was not made from a pattern. */
  private static final Pattern VALUES = Pattern.compile("[0-9]+");

  private final LongSupplier nanoTime;

  private final Map<Kind, Seen> kinds =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Kind, Seen> eldest) {
          return size() > KINDS_MAX;
        }
      };

  RepetitionFilter(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
  }

  @Override
  public FilterReply decide(
      @Nullable Marker marker,
      Logger logger,
      Level level,
      @Nullable String format,
      Object @Nullable [] params,
      @Nullable Throwable t) {
    if (format == null
        || logger.getName().startsWith(OWN)
        || !level.isGreaterOrEqual(logger.getEffectiveLevel())) {
      return FilterReply.NEUTRAL;
    }
    Kind kind = Kind.of(logger, format);
    long leftOut;
    synchronized (kinds) {
      long now = nanoTime.getAsLong();
      Seen seen = kinds.computeIfAbsent(kind, _ -> new Seen(now));
      if (now - seen.since < PERIOD_NANOS) {
        return ++seen.count > ALLOWED ? FilterReply.DENY : FilterReply.NEUTRAL;
      }
      leftOut = Math.max(0, seen.count - ALLOWED);
      seen.since = now;
      seen.count = 1;
    }
    if (leftOut > 0) {
      LOG.warn("Left out {} records of {} that are like the next one", leftOut, logger.getName());
    }
    return FilterReply.NEUTRAL;
  }

  /** What two records have in common that are alike. */
  private record Kind(String logger, String text) {
    static Kind of(Logger logger, String format) {
      String beginning = format.substring(0, Math.min(KEY_CHARS_MAX, format.length()));
      return new Kind(logger.getName(), VALUES.matcher(beginning).replaceAll("0"));
    }
  }

  /** How often in the period that began then. */
  private static final class Seen {
    private long since;
    private long count;

    Seen(long since) {
      this.since = since;
    }
  }
}
