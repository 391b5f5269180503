package dev.vez.app.telemetry;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** What is kept of one queue between two events: its attributes and its busiest keys. */
final class MeteredQueue {

  static final AttributeKey<String> QUEUE = AttributeKey.stringKey("queue_id");
  static final AttributeKey<String> KEY = AttributeKey.stringKey("fairness_key");

  private static final int KEY_LABELS_MAX = 32;

  final Attributes attributes;
  final BusiestKeys keys = new BusiestKeys(KEY_LABELS_MAX);
  final FairShares shares = new FairShares();

  /** Made once for each label, of which there are few: one is needed for every delivery. */
  private final Map<String, Attributes> byLabel = new ConcurrentHashMap<>();

  MeteredQueue(Attributes common, String queue) {
    attributes = common.toBuilder().put(QUEUE, queue).build();
  }

  Attributes withKey(String label) {
    return byLabel.computeIfAbsent(label, each -> attributes.toBuilder().put(KEY, each).build());
  }
}
