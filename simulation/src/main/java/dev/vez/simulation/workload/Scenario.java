package dev.vez.simulation.workload;

import dev.vez.domain.command.ConfigLimits;
import dev.vez.domain.record.GroupSettings;
import dev.vez.engine.EngineOptions;
import dev.vez.engine.delivery.DeliveryOptions;
import dev.vez.engine.group.GroupOptions;
import dev.vez.engine.hook.HookOptions;
import dev.vez.engine.hook.OnError;
import dev.vez.engine.service.AdminOptions;
import dev.vez.engine.service.RequestLimits;
import dev.vez.simulation.audit.RunFacts;
import dev.vez.simulation.cluster.ClusterRates;
import dev.vez.simulation.world.Chance;
import dev.vez.simulation.world.FaultRates;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * What one seed makes of a run. Each seed draws its own mix (swarm testing: Groce et al., 2012): a
 * run in which everything happens all the time gets to few places.
 *
 * @param millis virtual time until faults end
 * @param throttleKeys token buckets that there may be
 * @param rateChangeEveryMillis greatest pause between changes of their rates, 0 for none
 * @param queues that there may be
 * @param producers how many
 * @param messagesMax messages that all producers send together
 * @param sendEveryMicros greatest pause of a producer between two messages
 * @param bodyBytesMax size of a body
 * @param keyedPercent of messages have an idempotency key; 0 where none has
 * @param consumers how many at a time
 * @param manners of consumers
 * @param churnEveryMillis greatest pause between deletions or creations of queues, 0 for none
 * @param redriveEveryMillis greatest pause between redrives of dead letters, 0 for none
 * @param deadLettersPercent of the lives of consumers are spent on dead-letter queues
 * @param faults what goes wrong
 * @param nodes how many, 1 for a node alone
 * @param cluster what goes wrong between nodes
 * @param options of the engine
 */
public record Scenario(
    long millis,
    List<String> throttleKeys,
    long rateChangeEveryMillis,
    List<QueuePlan> queues,
    int producers,
    int messagesMax,
    long sendEveryMicros,
    int bodyBytesMax,
    int keyedPercent,
    int consumers,
    Manners manners,
    long churnEveryMillis,
    long redriveEveryMillis,
    int deadLettersPercent,
    FaultRates faults,
    int nodes,
    ClusterRates cluster,
    EngineOptions options) {

  /** Half of all runs are of a node alone. */
  private static final List<Integer> NODES = List.of(1, 1, 1, 1, 1, 1, 2, 3, 3, 3, 4, 5);

  /** Draws a scenario. */
  public static Scenario draw(Chance chance) {
    List<String> throttleKeys =
        IntStream.rangeClosed(1, chance.percent(45) ? chance.skewed(1, 4) : 0)
            .mapToObj(number -> "bucket-" + number)
            .toList();
    int queueCount = chance.skewed(1, 5);
    List<QueuePlan> queues = new ArrayList<>();
    for (int i = 1; i <= queueCount; i++) {
      queues.add(QueuePlan.draw(chance, i, throttleKeys));
    }
    long millis = chance.between(20_000L, 200_000L);
    int producers = chance.skewed(1, 6);
    int messagesMax = chance.between(50, 2_400);
    return new Scenario(
        millis,
        throttleKeys,
        chance.percent(60) ? chance.skewed(100L, 20_000L) : 0,
        List.copyOf(queues),
        producers,
        messagesMax,
        2_000 * millis * producers / messagesMax,
        chance.skewed(SentMessage.SIZE_MIN, 2_000),
        chance.percent(45) ? chance.between(1, 100) : 0,
        chance.skewed(1, 8),
        Manners.draw(chance),
        chance.percent(40) ? chance.between(200L, 10_000L) : 0,
        chance.percent(50) ? chance.skewed(200L, 20_000L) : 0,
        chance.percent(50) ? chance.between(1, 40) : 0,
        FaultRates.draw(chance),
        chance.any(NODES),
        ClusterRates.draw(chance),
        options(chance));
  }

  /** How many groups host queues. */
  public int dataGroups() {
    return 1;
  }

  /** What an auditor must know of it. */
  public RunFacts facts() {
    HookOptions hooks = options.hooks();
    return new RunFacts(
        options.initialSettings().quantum(),
        dataGroups(),
        nodes > 1,
        faults.clockDriftPpmMax(),
        hooks.breakerThreshold() < Integer.MAX_VALUE,
        hooks.onError() == OnError.REJECT,
        options.initialSettings().idempotencyWindowMillis(),
        options.initialSettings().idempotencyKeysMax());
  }

  /** Small limits, so that runs meet them. */
  private static EngineOptions options(Chance chance) {
    return new EngineOptions(
        new GroupOptions(
            chance.skewed(1, 64),
            chance.skewed(200, 20_000),
            chance.between(1, 4),
            chance.skewed(5, 1_000),
            chance.skewed(2_000L, 1_000_000L),
            chance.between(4, 16),
            chance.skewed(1L, 200L),
            chance.skewed(1L, 100L),
            chance.percent(50)),
        new DeliveryOptions(chance.skewed(12, 200), chance.skewed(0L, 100_000L)),
        RequestLimits.DEFAULT,
        new HookOptions(
            chance.between(1, 3),
            chance.skewed(3, 200),
            chance.skewed(3_000L, 500_000L),
            // Where no script is bypassed, the auditor knows each message's key from its headers.
            chance.percent(60) ? Integer.MAX_VALUE : chance.skewed(1, 5),
            chance.skewed(1L, 5_000L),
            chance.percent(30) ? OnError.REJECT : OnError.DEFAULT),
        new AdminOptions(1, 1, chance.skewed(2, 20), ConfigLimits.DEFAULT),
        new GroupSettings(
            chance.percent(50) ? 1 : chance.skewed(1, 10),
            chance.percent(50) ? 10_000 : chance.skewed(1, 100),
            chance.percent(50) ? 10_000 : chance.skewed(1, 300),
            chance.skewed(1, 200),
            chance.skewed(1, 200),
            chance.skewed(1, 200),
            chance.percent(70) ? 0 : chance.skewed(1, 6),
            chance.percent(50) ? 600_000 : chance.skewed(1_000L, 60_000L),
            chance.percent(60) ? 1_000_000 : chance.skewed(0L, 300L)),
        chance.skewed(1L, 100_000L),
        0,
        chance.skewed(10L, 5_000L));
  }
}
