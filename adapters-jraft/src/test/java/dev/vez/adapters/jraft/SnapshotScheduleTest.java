package dev.vez.adapters.jraft;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** When a snapshot is due. */
class SnapshotScheduleTest {

  private final SnapshotSchedule schedule = new SnapshotSchedule(10);

  @Test
  void shouldBeDueOnceAfterSoManyEntries() {
    assertThat(schedule.isDue(9)).isFalse();
    assertThat(schedule.isDue(10)).isTrue();
    assertThat(schedule.isDue(11)).isFalse();
    assertThat(schedule.isDue(30)).isFalse();
  }

  @Test
  void shouldCountFromTheNewestSnapshot() {
    schedule.startAt(25);
    schedule.startAt(5);

    assertThat(schedule.isDue(34)).isFalse();
    assertThat(schedule.isDue(35)).isTrue();
  }

  @Test
  void shouldBeDueAgainSoManyEntriesAfterOneThatHasEnded() {
    assertThat(schedule.isDue(12)).isTrue();
    schedule.ended();

    assertThat(schedule.isDue(21)).isFalse();
    assertThat(schedule.isDue(22)).isTrue();
  }
}
