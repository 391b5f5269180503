package dev.vez.app.harness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class VerdictTest {

  @TempDir private Path folder;

  private final AtomicLong clock = new AtomicLong();
  private final History history = new History(100, clock::incrementAndGet);

  @Test
  void shouldPassARunWithoutViolations() {
    history.add(Event.Drained::new);

    Verdict verdict = Verdict.on(history);

    verdict.assertNothingFound(folder.resolve("history.txt"));
    assertThat(folder).isEmptyDirectory();
    assertThat(verdict.summary())
        .isEqualTo("total queue 0, resurrection 0, leases 0, attempts 0, order within a key 0");
  }

  @Test
  void shouldLeaveTheHistoryOfARunWithViolations() {
    history.add(at -> new Event.QueueCreated(at, "orders", 1_000));
    history.add(at -> new Event.Enqueue(at, 1, "orders", "a", 1, 1, 1));
    history.add(at -> new Event.EnqueueAnswered(at, 1, Answer.OK, TimelineBuilder.idOf(1), ""));
    history.add(Event.Drained::new);
    Path file = folder.resolve("history.txt");

    assertThatThrownBy(() -> Verdict.on(history).assertNothingFound(file))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("total queue: lost: message 1 was answered OK and never delivered")
        .hasMessageContaining(file.toString());
    assertThat(file)
        .content()
        .hasLineCount(4)
        .contains("0.000000 QueueCreated")
        .contains("EnqueueAnswered");
    assertThat(Files.exists(file)).isTrue();
  }

  @Test
  void shouldRefuseEventsBeyondTheLimit() {
    History small = new History(10, clock::incrementAndGet);
    for (int i = 0; i < 9; i++) {
      assertThat(small.hasRoom()).isTrue();
      small.add(Event.Drained::new);
    }

    assertThat(small.hasRoom()).isFalse();
    small.add(Event.Drained::new);
    assertThatThrownBy(() -> small.add(Event.Drained::new))
        .isInstanceOf(IllegalStateException.class);
  }
}
