package dev.vez.app.logging;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import ch.qos.logback.core.spi.FilterReply;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class RepetitionFilterTest {

  private final AtomicLong now = new AtomicLong(-7);
  private final RepetitionFilter filter = new RepetitionFilter(now::get);
  private final LoggerContext context = new LoggerContext();
  private final ListAppender<ILoggingEvent> out = new ListAppender<>();
  private final Logger library = context.getLogger("com.example.Library");

  @BeforeEach
  void start() {
    out.setContext(context);
    out.start();
    Logger root = context.getLogger(Logger.ROOT_LOGGER_NAME);
    root.addAppender(out);
    root.setLevel(Level.WARN);
    context.addTurboFilter(filter);
  }

  @Test
  void shouldLetTheFirstRecordsAlikeThroughAndNoMore() {
    for (int i = 0; i < 100; i++) {
      library.warn("node {} is down", i);
    }

    assertThat(texts()).containsExactly("node 0 is down", "node 1 is down", "node 2 is down");
  }

  @Test
  void shouldTakeRecordsForAlikeThatDifferInNumbersOnly() {
    IntStream.range(0, 100).forEach(i -> library.warn("port " + i + " is closed"));

    assertThat(texts()).hasSize(RepetitionFilter.ALLOWED);
  }

  @Test
  void shouldLetThroughWhatIsNew() {
    IntStream.range(0, 100).forEach(_ -> library.warn("the same"));
    library.warn("something else");
    context.getLogger("com.example.Another").warn("the same");

    assertThat(texts()).endsWith("something else", "the same").hasSize(5);
  }

  @Test
  void shouldBeginAnewAfterAMinute() {
    IntStream.range(0, 100).forEach(_ -> library.warn("the same"));
    now.addAndGet(RepetitionFilter.PERIOD_NANOS - 1);
    library.warn("the same");
    assertThat(texts()).hasSize(RepetitionFilter.ALLOWED);

    now.addAndGet(1);
    library.warn("the same");
    assertThat(texts()).hasSize(RepetitionFilter.ALLOWED + 1);
  }

  @Test
  void shouldNeverLeaveOutARecordOfVez() {
    Logger own = context.getLogger("dev.vez.engine.Something");
    IntStream.range(0, 100).forEach(_ -> own.warn("the same"));

    assertThat(texts()).hasSize(100);
  }

  @Test
  void shouldNotCountWhatIsNotLoggedAnyway() {
    IntStream.range(0, 100).forEach(_ -> library.info("the same"));
    library.warn("the same");

    assertThat(texts()).containsExactly("the same");
  }

  @Test
  void shouldForgetKindsThatWereSeenLongAgo() {
    IntStream.range(0, 10).forEach(_ -> library.warn("first"));
    for (int i = 0; i < 2_000; i++) {
      assertThat(filter.decide(null, library, Level.WARN, "kind " + letters(i), null, null))
          .isEqualTo(FilterReply.NEUTRAL);
    }
    library.warn("first");

    assertThat(texts()).hasSize(RepetitionFilter.ALLOWED + 1);
  }

  private static String letters(int number) {
    return Integer.toString(number)
        .chars()
        .mapToObj(c -> String.valueOf((char) (c + 49)))
        .toList()
        .toString();
  }

  private List<String> texts() {
    return out.list.stream().map(ILoggingEvent::getFormattedMessage).toList();
  }
}
