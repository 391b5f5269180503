package dev.vez.simulation.workload;

import dev.vez.simulation.audit.Answer;
import dev.vez.simulation.audit.FailurePlan;
import dev.vez.simulation.cluster.SimulatedCluster;
import dev.vez.simulation.world.Chance;
import dev.vez.simulation.world.Connection;
import dev.vez.simulation.world.FaultKind;
import dev.vez.simulation.world.Faults;
import dev.vez.simulation.world.SimulatedNode;
import dev.vez.simulation.world.World;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Sends messages, in bursts and pauses, and sends again what was not accepted, as a message of its
 * own: it may come twice, which is what a retry means. What has an idempotency key it repeats where
 * it does not know what became of it, and where it only thinks so.
 */
final class Producer {

  private static final int RETRY_PERCENT = 50;

  /** Of the messages of a key with throttle keys. */
  private static final int THROTTLED_PERCENT = 85;

  private static final long RETRY_MICROS_MAX = 1_000_000;

  /** Of messages with a key, whatever the answer. */
  private static final int REPEAT_PERCENT = 30;

  private static final long REPEAT_MICROS_MAX = 20_000_000;
  private static final int BURST_MAX = 60;
  private static final long DELAY_MILLIS_MAX = 30_000;

  private final World world;
  private final SimulatedCluster cluster;
  private final Gateway gateway;
  private final Scenario scenario;
  private @Nullable Connection connection;
  private int left;

  Producer(World world, SimulatedCluster cluster, Gateway gateway, Scenario scenario) {
    this.world = world;
    this.cluster = cluster;
    this.gateway = gateway;
    this.scenario = scenario;
    this.left = scenario.messagesMax() / scenario.producers();
  }

  /** Sends until faults are over or everything is sent. */
  void start() {
    long burst = chance().oneIn(5) ? chance().between(2, BURST_MAX) : 1;
    world.afterMicros(
        chance().between(0, burst * scenario.sendEveryMicros()),
        () -> {
          if (!world.faults().areOver() && left > 0) {
            for (int i = 0; i < burst; i++) {
              send(chance().any(scenario.queues()));
            }
            start();
          }
        });
  }

  private void send(QueuePlan queue) {
    Faults faults = world.faults();
    boolean isPoison = faults.strikesPercent(faults.rates().hookFailurePercent());
    boolean isEndless = isPoison && chance().percent(40);
    if (isPoison && queue.hasScript()) {
      faults.count(isEndless ? FaultKind.RUNAWAY_SCRIPT : FaultKind.HOOK_FAILURE);
    }
    KeyPlan key = chance().any(queue.keys());
    boolean isThrottled = !key.throttleKeys().isEmpty() && chance().percent(THROTTLED_PERCENT);
    long number = world.nextNumber();
    send(
        new SentMessage(
            number,
            queue,
            key,
            isThrottled ? key.throttleKeys() : List.of(),
            queue.hasFailureScript() ? drawFailure() : FailurePlan.NONE,
            isPoison,
            isEndless,
            chance().skewed(SentMessage.SIZE_MIN, scenario.bodyBytesMax()),
            chance().percent(scenario.keyedPercent()) ? "key-" + number : ""));
  }

  private void send(SentMessage message) {
    Connection current = connection;
    if (current == null || !current.isOpen() || chance().oneIn(100)) {
      SimulatedNode node = cluster.nodeFor(SimulatedCluster.DATA_GROUP);
      if (node == null) {
        return;
      }
      current = new Connection(world, node);
      connection = current;
    }
    left--;
    gateway.enqueue(
        current, message, scenario.keyedPercent() > 0, answer -> onAnswer(message, answer));
    if (!message.idempotencyKey().isEmpty() && chance().percent(REPEAT_PERCENT)) {
      repeatLater(message, chance().skewed(0, REPEAT_MICROS_MAX));
    }
  }

  private void repeatLater(SentMessage message, long micros) {
    world.afterMicros(
        micros,
        () -> {
          if (!world.faults().areOver() && left > 0) {
            send(message.again(world.nextNumber()));
          }
        });
  }

  private FailurePlan drawFailure() {
    return new FailurePlan(
        chance().percent(60) ? chance().skewed(1L, DELAY_MILLIS_MAX) : 0,
        chance().percent(50) ? chance().between(1, 4) : 0);
  }

  private void onAnswer(SentMessage message, Answer answer) {
    if (answer != Answer.ACCEPTED) {
      // Somewhere else it may go better.
      connection = null;
    }
    if (answer == Answer.UNKNOWN && !message.idempotencyKey().isEmpty()) {
      repeatLater(message, chance().between(0, RETRY_MICROS_MAX));
    } else if (answer != Answer.ACCEPTED && left > 0 && chance().percent(RETRY_PERCENT)) {
      world.afterMicros(
          chance().between(0, RETRY_MICROS_MAX),
          () -> {
            if (!world.faults().areOver()) {
              send(message.queue());
            }
          });
    }
  }

  private Chance chance() {
    return world.chance();
  }
}
