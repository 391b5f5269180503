package dev.vez.app.telemetry;

import dev.vez.ports.telemetry.HookKind;
import dev.vez.ports.telemetry.QueueEvent;
import dev.vez.ports.telemetry.Telemetry;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.metrics.DoubleHistogram;
import io.opentelemetry.api.metrics.LongCounter;
import io.opentelemetry.api.metrics.LongHistogram;
import io.opentelemetry.api.metrics.Meter;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Counts what the engine tells into OpenTelemetry instruments. */
final class BrokerMeter implements Telemetry {

  /** Queues that have figures of their own; those that come later share one name. */
  static final int QUEUES_MAX = 10_000;

  private static final String OTHER_QUEUES = "other";
  private static final int THROTTLE_LABELS_MAX = 64;

  private static final AttributeKey<String> THROTTLE_KEY = AttributeKey.stringKey("throttle_key");
  private static final AttributeKey<String> RESULT = AttributeKey.stringKey("result");
  private static final AttributeKey<String> HOOK = AttributeKey.stringKey("hook");

  /** From a millisecond to ten minutes, in seconds. */
  private static final List<Double> LATENCY_BOUNDS =
      List.of(
          0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1.0, 2.0, 5.0, 10.0, 30.0, 60.0,
          600.0);

  /** In microseconds. */
  private static final List<Long> HOOK_BOUNDS =
      List.of(1L, 2L, 5L, 10L, 20L, 50L, 100L, 200L, 500L, 1_000L, 5_000L, 10_000L, 50_000L);

  private final Attributes common;
  private final Map<QueueEvent, LongCounter> events = new EnumMap<>(QueueEvent.class);
  private final DoubleHistogram latency;
  private final LongCounter throughput;
  private final LongCounter rounds;
  private final LongCounter visits;
  private final LongCounter decisions;
  private final LongHistogram hookDuration;
  private final LongCounter hookErrors;
  private final LongCounter breakers;
  private final BusiestKeys throttleLabels = new BusiestKeys(THROTTLE_LABELS_MAX);
  private final Map<String, MeteredQueue> queues = new ConcurrentHashMap<>();

  /**
   * A meter that has counted nothing.
   *
   * @param common attributes of every figure
   */
  BrokerMeter(Meter meter, Attributes common) {
    this.common = common;
    for (QueueEvent event : QueueEvent.values()) {
      String name = "vez.messages." + event.name().toLowerCase(Locale.ROOT);
      events.put(event, meter.counterBuilder(name).setUnit("{message}").build());
    }
    latency =
        meter
            .histogramBuilder("vez.delivery.latency")
            .setUnit("s")
            .setDescription("From the enqueue of a message to its delivery")
            .setExplicitBucketBoundariesAdvice(LATENCY_BOUNDS)
            .build();
    throughput = meter.counterBuilder("vez.fairness.throughput").setUnit("{message}").build();
    rounds = meter.counterBuilder("vez.scheduler.drr.rounds").setUnit("{round}").build();
    visits = meter.counterBuilder("vez.scheduler.drr.keys_processed").setUnit("{key}").build();
    decisions = meter.counterBuilder("vez.throttle.decisions").setUnit("{decision}").build();
    hookDuration =
        meter
            .histogramBuilder("vez.lua.execution_duration_us")
            .ofLongs()
            .setDescription("How long a script ran, in microseconds")
            .setExplicitBucketBoundariesAdvice(HOOK_BOUNDS)
            .build();
    hookErrors = meter.counterBuilder("vez.lua.errors").setUnit("{error}").build();
    breakers =
        meter.counterBuilder("vez.lua.circuit_breaker.activations").setUnit("{activation}").build();
  }

  @Override
  public void happened(QueueEvent event, String queue, long messages) {
    LongCounter counter = events.get(event);
    if (counter != null) {
      counter.add(messages, queue(queue).attributes);
    }
  }

  @Override
  public void delivered(String queue, String fairnessKey, int weight, long latencyMillis) {
    MeteredQueue metered = queue(queue);
    latency.record(latencyMillis / 1_000.0, metered.attributes);
    String label = metered.keys.labelOf(fairnessKey, 1);
    metered.shares.delivered(label, weight);
    throughput.add(1, metered.withKey(label));
  }

  @Override
  public void scheduled(String queue, long completedRounds, long keyVisits) {
    Attributes attributes = queue(queue).attributes;
    rounds.add(completedRounds, attributes);
    visits.add(keyVisits, attributes);
  }

  @Override
  public void throttled(String throttleKey, boolean passed, long count) {
    decisions.add(
        count,
        ofThrottleKey(throttleLabels.labelOf(throttleKey, count)).toBuilder()
            .put(RESULT, passed ? "pass" : "hit")
            .build());
  }

  /** Whether a throttle key is busy enough to be shown under its own name. */
  boolean isShown(String throttleKey) {
    return throttleLabels.hasLabel(throttleKey);
  }

  /** Attributes of the figures of a throttle key. */
  Attributes ofThrottleKey(String label) {
    return common.toBuilder().put(THROTTLE_KEY, label).build();
  }

  @Override
  public void hookRan(HookKind hook, String queue, long durationNanos) {
    hookDuration.record(durationNanos / 1_000, withHook(hook, queue));
  }

  @Override
  public void hookFailed(HookKind hook, String queue) {
    hookErrors.add(1, withHook(hook, queue));
  }

  @Override
  public void breakerOpened(HookKind hook, String queue) {
    breakers.add(1, withHook(hook, queue));
  }

  /** What is known of a queue that has had deliveries. */
  Map<String, MeteredQueue> queues() {
    return queues;
  }

  private MeteredQueue queue(String name) {
    MeteredQueue known = queues.get(name);
    if (known != null) {
      return known;
    }
    String label = queues.size() < QUEUES_MAX ? name : OTHER_QUEUES;
    return queues.computeIfAbsent(label, each -> new MeteredQueue(common, each));
  }

  private Attributes withHook(HookKind hook, String queue) {
    return queue(queue).attributes.toBuilder()
        .put(HOOK, hook.name().toLowerCase(Locale.ROOT))
        .build();
  }
}
