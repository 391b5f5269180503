package dev.vez.app.telemetry;

import dev.vez.ports.api.QueueAdmin;
import dev.vez.ports.api.QueueStats;
import dev.vez.ports.api.QueueSummary;
import dev.vez.ports.api.Result;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.metrics.Meter;
import io.opentelemetry.api.metrics.ObservableDoubleMeasurement;
import io.opentelemetry.api.metrics.ObservableLongMeasurement;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Figures that are asked for when they are collected: they cost nothing between two looks. Where
 * the engine does not answer in time, or does not serve, this look has none.
 */
final class BrokerGauges {

  private static final Logger log = LoggerFactory.getLogger(BrokerGauges.class);

  /** How long one look may wait for all its answers together. */
  private static final long LOOK_NANOS_MAX = TimeUnit.SECONDS.toNanos(1);

  /** Keys of one queue that are shown at most: those whose turn is next. */
  private static final int KEYS_PER_QUEUE_MAX = 10;

  /** Queues of which keys are shown at most. */
  private static final int QUEUES_WITH_KEYS_MAX = 100;

  private final QueueAdmin admin;
  private final BrokerMeter counters;
  private final Attributes common;

  /**
   * Gauges over a broker.
   *
   * @param counters whose fair shares are shown
   * @param common attributes of every figure
   */
  BrokerGauges(QueueAdmin admin, BrokerMeter counters, Attributes common) {
    this.admin = admin;
    this.counters = counters;
    this.common = common;
  }

  /** Registers all gauges. */
  void register(Meter meter) {
    ObservableLongMeasurement depth = gauge(meter, "vez.queue.depth", "{message}");
    ObservableLongMeasurement leases = gauge(meter, "vez.leases.active", "{lease}");
    ObservableLongMeasurement consumers = gauge(meter, "vez.queue.consumers", "{consumer}");
    ObservableLongMeasurement activeKeys = gauge(meter, "vez.scheduler.active_keys", "{key}");
    ObservableLongMeasurement deficit = gauge(meter, "vez.scheduler.deficit", "{message}");
    ObservableLongMeasurement weight = gauge(meter, "vez.scheduler.weight", "1");
    ObservableDoubleMeasurement tokens =
        meter.gaugeBuilder("vez.throttle.tokens_remaining").setUnit("{token}").buildObserver();
    ObservableDoubleMeasurement ratio =
        meter.gaugeBuilder("vez.fairness.fair_share_ratio").setUnit("1").buildObserver();
    meter.batchCallback(
        () -> {
          long deadline = System.nanoTime() + LOOK_NANOS_MAX;
          List<QueueSummary> queues = ask(admin.listQueues(), deadline).orElse(List.of());
          int withKeys = 0;
          Map<String, Long> tokensMicros = new TreeMap<>();
          for (QueueSummary queue :
              queues.subList(0, Math.min(queues.size(), BrokerMeter.QUEUES_MAX))) {
            Attributes attributes = attributesOf(queue.name());
            depth.record(queue.depth(), attributes);
            leases.record(queue.inFlight(), attributes);
            consumers.record(queue.consumers(), attributes);
            if (queue.depth() == 0) {
              activeKeys.record(0, attributes);
            } else if (withKeys < QUEUES_WITH_KEYS_MAX && deadline - System.nanoTime() > 0) {
              withKeys++;
              ask(admin.queueStats(queue.name()), deadline)
                  .ifPresent(
                      stats -> {
                        recordKeys(stats, attributes, activeKeys, deficit, weight);
                        gatherTokens(stats, tokensMicros);
                      });
            }
          }
          if (withKeys == 0 && !queues.isEmpty()) {
            // Any queue will do: its group tells of all its buckets.
            ask(admin.queueStats(queues.getFirst().name()), deadline)
                .ifPresent(stats -> gatherTokens(stats, tokensMicros));
          }
          tokensMicros.forEach(
              (key, micros) -> tokens.record(micros / 1e6, counters.ofThrottleKey(key)));
          counters
              .queues()
              .values()
              .forEach(
                  queue ->
                      queue
                          .shares
                          .look()
                          .forEach((label, share) -> ratio.record(share, queue.withKey(label))));
        },
        depth,
        leases,
        consumers,
        activeKeys,
        deficit,
        weight,
        tokens,
        ratio);
  }

  /** The buckets that have a label of their own; where several groups have one, the scarcest. */
  private void gatherTokens(QueueStats stats, Map<String, Long> tokensMicros) {
    for (QueueStats.ThrottleStats bucket : stats.throttles()) {
      if (counters.isShown(bucket.throttleKey())) {
        tokensMicros.merge(bucket.throttleKey(), bucket.tokensMicros(), Math::min);
      }
    }
  }

  private static ObservableLongMeasurement gauge(Meter meter, String name, String unit) {
    return meter.gaugeBuilder(name).ofLongs().setUnit(unit).buildObserver();
  }

  private Attributes attributesOf(String queue) {
    return common.toBuilder().put(MeteredQueue.QUEUE, queue).build();
  }

  private static void recordKeys(
      QueueStats stats,
      Attributes queue,
      ObservableLongMeasurement activeKeys,
      ObservableLongMeasurement deficit,
      ObservableLongMeasurement weight) {
    activeKeys.record(stats.activeFairnessKeys(), queue);
    List<QueueStats.KeyStats> keys = stats.keys();
    for (QueueStats.KeyStats key : keys.subList(0, Math.min(keys.size(), KEYS_PER_QUEUE_MAX))) {
      Attributes attributes = queue.toBuilder().put(MeteredQueue.KEY, key.fairnessKey()).build();
      deficit.record(key.deficit(), attributes);
      weight.record(key.weight(), attributes);
    }
  }

  private static <T> Optional<T> ask(CompletionStage<Result<T>> question, long deadline) {
    try {
      long left = Math.max(0, deadline - System.nanoTime());
      return switch (question.toCompletableFuture().get(left, TimeUnit.NANOSECONDS)) {
        case Result.Accepted<T>(var value) -> Optional.of(value);
        case Result.Rejected<T>(var reason) -> {
          log.debug("Figures are left out of this look: {}", reason);
          yield Optional.empty();
        }
      };
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException | TimeoutException e) {
      log.debug("Figures are left out of this look", e);
    }
    return Optional.empty();
  }
}
