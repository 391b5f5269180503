package dev.vez.engine.group;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vez.ports.scheduling.VirtualProcess;
import dev.vez.ports.scheduling.VirtualScheduler;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;

class LogClockTest {

  @Property
  void shouldAdvanceByElapsedTimeFromTheGreaterOfLogAndWall(
      @ForAll @LongRange(min = -1_000_000, max = 1_000_000) long lastAheadMicros,
      @ForAll @Size(max = 10) List<@IntRange(max = 1_000_000) Integer> stepsMicros,
      @ForAll @LongRange(min = -1_000_000, max = 1_000_000) long wallJumpMillis) {
    VirtualScheduler scheduler = new VirtualScheduler();
    VirtualProcess process = scheduler.process();
    long wallMicros = process.wallMillis() * 1_000;
    LogClock clock = new LogClock(process, wallMicros + lastAheadMicros);
    long expected = wallMicros + Math.max(0, lastAheadMicros);
    assertThat(clock.nowMicros()).isEqualTo(expected);

    process.jumpWallClock(wallJumpMillis);
    for (int step : stepsMicros) {
      scheduler.advance(step * 1_000L);
      expected += step;
      assertThat(clock.nowMicros()).isEqualTo(expected);
    }
  }
}
