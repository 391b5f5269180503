package dev.vez.domain.machine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vez.domain.command.Tick;
import dev.vez.domain.id.ConsumerId;
import dev.vez.domain.id.LeaseId;
import dev.vez.domain.record.GroupSettings;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

/** The laws of deficit round robin. */
class FairnessProperties {

  /**
   * In every window in which two keys stay backlogged, their deliveries divided by weight differ by
   * at most one visit, however credit is handed out.
   */
  @Property(tries = 60)
  void shouldServeBackloggedKeysByWeight(
      @ForAll @Size(min = 2, max = 6) List<@IntRange(min = 1, max = 5) Integer> weights,
      @ForAll @IntRange(min = 1, max = 4) int quantum,
      @ForAll @Size(min = 1, max = 30) List<@IntRange(min = 1, max = 9) Integer> credits,
      @ForAll boolean isReopening) {
    GroupFixture group =
        new GroupFixture(
            new GroupSettings(quantum, 100_000, 100_000, 1_000, 1_000, 1_000, 0),
            4_000,
            isReopening);
    group.createQueue(GroupFixture.QUEUE);
    int total = credits.stream().mapToInt(Integer::intValue).sum();
    for (int key = 0; key < weights.size(); key++) {
      group.apply(group.enqueueMany("k" + key, weights.get(key), total + 1));
    }
    ConsumerId consumer = group.attach(0);
    long credit = 0;
    for (int more : credits) {
      credit += more;
      group.apply(group.grant(consumer, credit, LeaseId.NONE));
    }
    List<String> order = group.takeDeliveredKeys();
    assertThat(order).hasSize(total);
    for (int from = 0; from < order.size(); from++) {
      Map<String, Integer> served = new LinkedHashMap<>();
      for (int to = from; to < order.size(); to++) {
        served.merge(order.get(to), 1, Integer::sum);
        assertWithinOneVisit(served, weights, quantum);
      }
    }
  }

  /** A key that becomes active is served before any other key has two more full visits. */
  @Property(tries = 60)
  void shouldServeANewKeyWithinOneRotation(
      @ForAll @Size(min = 1, max = 8) List<@IntRange(min = 1, max = 5) Integer> weights,
      @ForAll @IntRange(min = 0, max = 40) int before) {
    GroupFixture group = GroupFixture.withQueue();
    int rotation = weights.stream().mapToInt(Integer::intValue).sum();
    for (int key = 0; key < weights.size(); key++) {
      group.apply(group.enqueueMany("k" + key, weights.get(key), before + rotation + 1));
    }
    ConsumerId consumer = group.attach(before);
    group.takeDelivered();
    group.apply(group.enqueueMany("new", 1, 1));
    group.apply(group.grant(consumer, before + rotation + 1L, LeaseId.NONE));
    assertThat(group.takeDeliveredKeys()).contains("new");
  }

  /**
   * Messages of one key come in the order of their enqueue, through windows, pages and restarts.
   */
  @Property(tries = 40)
  void shouldKeepTheOrderWithinAKey(
      @ForAll @Size(min = 1, max = 12) List<@IntRange(min = 1, max = 150) Integer> batches,
      @ForAll @IntRange(min = 1, max = 40) int credit,
      @ForAll boolean isReopening) {
    GroupFixture group = new GroupFixture(GroupSettings.DEFAULT, 3_000, isReopening);
    group.createQueue(GroupFixture.QUEUE);
    List<Long> expected = new ArrayList<>();
    List<Long> actual = new ArrayList<>();
    ConsumerId consumer = group.attach(0);
    long granted = 0;
    for (int batch : batches) {
      var command = group.enqueueMany("a", 1, batch);
      command.messages().forEach(message -> expected.add(message.id().low()));
      group.apply(command, group.enqueueMany("b", 1, 3));
      granted += credit;
      group.apply(group.grant(consumer, granted, LeaseId.NONE));
    }
    group.apply(group.grant(consumer, 100_000, LeaseId.NONE));
    for (int i = 0; i < 3; i++) {
      group.apply(new Tick());
    }
    group.takeDelivered().stream()
        .filter(deliver -> deliver.fairnessKey().equals("a"))
        .forEach(deliver -> actual.add(deliver.message().id().low()));
    assertThat(actual).isEqualTo(expected);
  }

  private static void assertWithinOneVisit(
      Map<String, Integer> served, List<Integer> weights, int quantum) {
    double least = Double.MAX_VALUE;
    double most = 0;
    for (int key = 0; key < weights.size(); key++) {
      double share = served.getOrDefault("k" + key, 0) / (double) weights.get(key);
      least = Math.min(least, share);
      most = Math.max(most, share);
    }
    assertThat(most - least).as("in visits: %s", served).isLessThanOrEqualTo(quantum);
  }
}
