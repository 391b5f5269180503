package dev.vez.engine.service;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vez.domain.id.MessageId;
import dev.vez.ports.scheduling.SeededRandomSource;
import dev.vez.ports.scheduling.VirtualProcess;
import dev.vez.ports.scheduling.VirtualScheduler;
import java.util.List;
import java.util.UUID;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class MessageIdsTest {

  private final VirtualProcess process = new VirtualScheduler().process();
  private final MessageIds ids = new MessageIds(process, new SeededRandomSource(1));

  @Test
  void shouldBeUuidsOfVersionSevenWithTheWallClockInThem() {
    UUID uuid = UUID.fromString(ids.next().toString());

    assertThat(uuid.version()).isEqualTo(7);
    assertThat(uuid.variant()).isEqualTo(2);
    assertThat(uuid.getMostSignificantBits() >>> 16).isEqualTo(process.wallMillis());
  }

  @Property
  void shouldAlwaysBeGreaterThanTheOneBefore(
      @ForAll @Size(max = 20) List<@IntRange(min = -50, max = 50) Integer> wallJumps) {
    VirtualProcess jumping = new VirtualScheduler().process();
    MessageIds jumpingIds = new MessageIds(jumping, new SeededRandomSource(2));
    MessageId last = jumpingIds.next();
    for (int jump : wallJumps) {
      jumping.jumpWallClock(jump);
      MessageId next = jumpingIds.next();
      assertThat(next).isGreaterThan(last);
      last = next;
    }
  }

  @Test
  void shouldStayInOrderWhereAMillisecondHasMoreThanItsCounterHolds() {
    MessageId last = ids.next();
    for (int i = 0; i < 10_000; i++) {
      MessageId next = ids.next();
      assertThat(next).isGreaterThan(last);
      last = next;
    }
    assertThat(UUID.fromString(last.toString()).version()).isEqualTo(7);
  }
}
