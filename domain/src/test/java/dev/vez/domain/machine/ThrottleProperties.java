package dev.vez.domain.machine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vez.domain.command.CatalogueChange.SetBucket;
import dev.vez.domain.command.Command;
import dev.vez.domain.command.Entry;
import dev.vez.domain.command.Proposal;
import dev.vez.domain.command.Tick;
import dev.vez.domain.effect.Deliver;
import dev.vez.domain.effect.WakeAt;
import dev.vez.domain.id.QueueId;
import dev.vez.domain.record.ConsumerRecord;
import dev.vez.domain.record.FlowRecord;
import dev.vez.domain.record.GroupSettings;
import dev.vez.domain.record.LeaseRecord;
import dev.vez.domain.record.MessageRecord;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

/** What must hold of token buckets for every sequence of entries. */
class ThrottleProperties {

  private static final int ENTRIES = 250;
  private static final long TOKEN = 1_000_000;

  /**
   * Leases under a key never exceed its rate and burst in any span, through leader changes and
   * restarts: they fit a bucket that is full at first and gets every fraction of a token at once.
   */
  @Property(tries = 60)
  void shouldNeverExceedRateAndBurst(@ForAll long seed, @ForAll boolean isReopening) {
    RandomWorkload workload = new RandomWorkload(seed, false);
    Run run = new Run(workload, isReopening);
    Map<String, Long> levels = new TreeMap<>();
    long[] last = {workload.nowMicros};
    run.go(
        (applied, settings) -> {
          workload.limits.forEach(
              (key, limit) ->
                  levels.merge(
                      key,
                      limit.burstMicros() * TOKEN,
                      (level, full) ->
                          Math.min(
                              full, level + limit.rateMicros() * (workload.nowMicros - last[0]))));
          last[0] = workload.nowMicros;
          for (Deliver deliver : run.deliveries(applied)) {
            for (String key : Set.copyOf(deliver.message().throttleKeys())) {
              SetBucket limit = workload.limits.get(key);
              if (limit != null) {
                long level = levels.merge(key, -TOKEN * TOKEN, Long::sum);
                assertThat(level).as(key).isGreaterThanOrEqualTo(0);
              }
            }
          }
        });
  }

  /**
   * After an entry that leaves no work for the next one, no queue with credit and room has a flow
   * whose head has all its tokens.
   */
  @Property(tries = 60)
  void shouldDeliverAllThatHasItsTokens(@ForAll long seed, @ForAll boolean isReopening) {
    RandomWorkload workload = new RandomWorkload(seed);
    Run run = new Run(workload, isReopening);
    run.go(
        (applied, settings) -> {
          boolean isWorkLeft =
              applied.effects().stream()
                  .anyMatch(
                      effect ->
                          effect instanceof WakeAt wake
                              && wake.logTimeMicros() <= run.machine.logTimeMicros());
          if (!isWorkLeft) {
            run.checkNothingWaitsInVain(settings);
          }
        });
  }

  /** Flows of one queue on one bucket get tokens by weight, within a visit each. */
  @Property(tries = 60)
  void shouldShareABucketByWeight(
      @ForAll @Size(min = 2, max = 6) List<@IntRange(min = 1, max = 5) Integer> weights,
      @ForAll @Size(min = 1, max = 40) List<@IntRange(min = 1, max = 3_000) Integer> millis,
      @ForAll boolean isReopening) {
    GroupFixture group = new GroupFixture(GroupSettings.DEFAULT, 4_000, isReopening);
    group.createQueue(GroupFixture.QUEUE);
    group.setBucket("b", 3 * TOKEN, 4 * TOKEN);
    group.attach(100_000);
    for (int key = 0; key < weights.size(); key++) {
      group.apply(group.throttled(GroupFixture.QUEUE, "k" + key, weights.get(key), 150, "b"));
    }
    group.takeDelivered();
    Map<String, Integer> served = new TreeMap<>();
    for (int pause : millis) {
      group.advance(pause * 1_000L);
      group.apply(new Tick());
      for (String key : group.takeDeliveredKeys()) {
        served.merge(key, 1, Integer::sum);
      }
    }
    // A flow is served in at most one visit more or less than another in the same time; the visits
    // that were under way at first and at last come on top.
    double most = 0;
    double least = Double.MAX_VALUE;
    for (int key = 0; key < weights.size(); key++) {
      double visits = served.getOrDefault("k" + key, 0) / (double) weights.get(key);
      most = Math.max(most, visits);
      least = Math.min(least, visits);
    }
    assertThat(most - least).isLessThanOrEqualTo(2);
  }

  /** Queues that share a bucket get the same number of its tokens, within one. */
  @Property(tries = 40)
  void shouldShareABucketAmongQueuesInTurns(
      @ForAll @IntRange(min = 2, max = 5) int queues,
      @ForAll @Size(min = 1, max = 30) List<@IntRange(min = 1, max = 4_000) Integer> millis,
      @ForAll boolean isReopening) {
    GroupFixture group = new GroupFixture(GroupSettings.DEFAULT, 4_000, isReopening);
    group.setBucket("b", 2 * TOKEN, 5 * TOKEN);
    for (int number = 1; number <= queues; number++) {
      QueueId queue = new QueueId(number, 0);
      group.createQueue(queue);
      group.apply(group.throttled(queue, "a", number, 100, "b"));
    }
    group.setBucket("b", 0, 0);
    for (int number = 1; number <= queues; number++) {
      group.attach(new QueueId(number, 0), 100_000);
    }
    group.setBucket("b", 2 * TOKEN, 5 * TOKEN);
    Map<QueueId, Integer> served = new TreeMap<>();
    for (int pause : millis) {
      group.advance(pause * 1_000L);
      group.apply(new Tick());
      group.takeDelivered().forEach(deliver -> served.merge(deliver.queue(), 1, Integer::sum));
    }
    int most = 0;
    int least = Integer.MAX_VALUE;
    for (int number = 1; number <= queues; number++) {
      int count = served.getOrDefault(new QueueId(number, 0), 0);
      most = Math.max(most, count);
      least = Math.min(least, count);
    }
    assertThat(most - least).isLessThanOrEqualTo(1);
  }

  /** A workload on one machine. */
  private static final class Run {
    private final RandomWorkload workload;
    private final boolean isReopening;
    private final MapStore store = new MapStore();
    private QueueMachine machine = QueueMachine.recover(store, Long.MAX_VALUE);

    Run(RandomWorkload workload, boolean isReopening) {
      this.workload = workload;
      this.isReopening = isReopening;
    }

    interface Check {
      void after(Applied applied, GroupSettings settings);
    }

    void go(Check check) {
      GroupSettings settings = workload.settings();
      List<Command> commands = workload.first(settings);
      for (long index = 1; index <= ENTRIES; index++) {
        Applied applied =
            machine.apply(
                new Entry(
                    index,
                    workload.term,
                    new Proposal(workload.term, index, workload.nowMicros, commands)));
        store.write(applied.mutations());
        if (isReopening) {
          machine = QueueMachine.recover(store, new WindowLimits(2_000, 3, 2));
        }
        check.after(applied, settings);
        workload.feed(applied.effects());
        commands = index == 1 ? workload.setBuckets() : workload.next();
      }
    }

    List<Deliver> deliveries(Applied applied) {
      return applied.effects().stream()
          .filter(Deliver.class::isInstance)
          .map(Deliver.class::cast)
          .toList();
    }

    void checkNothingWaitsInVain(GroupSettings settings) {
      List<LeaseRecord> leases = store.all(LeaseRecord.class);
      if (leases.size() >= settings.inFlightPerGroupMax()) {
        return;
      }
      Map<QueueId, Long> leased =
          leases.stream().collect(Collectors.groupingBy(LeaseRecord::queue, Collectors.counting()));
      Set<QueueId> deliverable = new LinkedHashSet<>();
      for (ConsumerRecord consumer : store.all(ConsumerRecord.class)) {
        if (consumer.delivered() < consumer.creditUpTo()
            && leased.getOrDefault(consumer.queue(), 0L) < settings.inFlightPerQueueMax()) {
          deliverable.add(consumer.queue());
        }
      }
      Map<String, Long> tokens = new TreeMap<>();
      machine.buckets(100).forEach(b -> tokens.put(b.throttleKey(), b.tokensMicros()));
      for (FlowRecord flow : store.all(FlowRecord.class)) {
        if (flow.pending() > 0 && deliverable.contains(flow.queue())) {
          MessageRecord head =
              store.readMessages(flow.queue(), flow.fairnessKey(), flow.first(), 1).getFirst();
          assertThat(head.message().throttleKeys())
              .as("what the head of %s needs, of %s", flow, tokens)
              .anyMatch(key -> Objects.requireNonNullElse(tokens.get(key), TOKEN) < TOKEN);
        }
      }
    }
  }
}
