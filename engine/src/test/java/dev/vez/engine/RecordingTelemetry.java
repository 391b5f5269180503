package dev.vez.engine;

import dev.vez.ports.telemetry.HookKind;
import dev.vez.ports.telemetry.QueueEvent;
import dev.vez.ports.telemetry.Telemetry;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Adds up what it is told. */
public final class RecordingTelemetry implements Telemetry {

  private final Map<String, Long> sums = new TreeMap<>();
  private final List<String> deliveries = new ArrayList<>();

  /** Sums of counts, by names such as {@code orders ENQUEUED}. */
  public Map<String, Long> sums() {
    return sums;
  }

  /** Deliveries in order, such as {@code orders tenant x3 after 20 ms}. */
  public List<String> deliveries() {
    return deliveries;
  }

  @Override
  public void happened(QueueEvent event, String queue, long messages) {
    add(queue + " " + event, messages);
  }

  @Override
  public void delivered(String queue, String fairnessKey, int weight, long latencyMillis) {
    deliveries.add(queue + " " + fairnessKey + " x" + weight + " after " + latencyMillis + " ms");
  }

  @Override
  public void scheduled(String queue, long rounds, long visits) {
    add(queue + " rounds", rounds);
    add(queue + " visits", visits);
  }

  @Override
  public void throttled(String throttleKey, boolean passed, long decisions) {
    add(throttleKey + (passed ? " pass" : " hit"), decisions);
  }

  @Override
  public void hookRan(HookKind hook, String queue, long durationNanos) {
    add(queue + " " + hook + " ran", 1);
  }

  @Override
  public void hookFailed(HookKind hook, String queue) {
    add(queue + " " + hook + " failed", 1);
  }

  @Override
  public void breakerOpened(HookKind hook, String queue) {
    add(queue + " " + hook + " breaker", 1);
  }

  private void add(String name, long count) {
    if (count > 0) {
      sums.merge(name, count, Long::sum);
    }
  }
}
