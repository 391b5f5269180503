package dev.vez.app.demo;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What happened in one queue so far. Times are in nanoseconds since its workers began. */
final class Lane {

  private final String queue;
  private final int firstDeliveries;
  private final int messages;
  private final Map<String, Figures> tenants = new LinkedHashMap<>();
  private int delivered;
  private int done;

  Lane(String queue, DemoPlan plan) {
    this.queue = queue;
    this.firstDeliveries = plan.firstDeliveries();
    this.messages = plan.messages();
    for (DemoPlan.Tenant tenant : plan.tenants()) {
      tenants.put(tenant.name(), new Figures(tenant.name(), tenant.messages(), 0, 0, 0, 0, 0));
    }
  }

  String queue() {
    return queue;
  }

  /** A worker has taken a message. */
  synchronized void delivered(String tenant, long nanos) {
    delivered++;
    boolean early = delivered <= firstDeliveries;
    tenants.computeIfPresent(tenant, (name, figures) -> figures.taken(nanos, early));
  }

  /** The message is worked on and acked. */
  synchronized void done(String tenant, long nanos) {
    done++;
    tenants.computeIfPresent(tenant, (name, figures) -> figures.finished(nanos));
  }

  /** Figures of all tenants, in the order of the plan. */
  synchronized List<Figures> figures() {
    return List.copyOf(tenants.values());
  }

  synchronized int left() {
    return messages - done;
  }

  /**
   * Figures of one tenant.
   *
   * @param tenant its name
   * @param sent messages
   * @param early deliveries among the first ones of the queue
   * @param waitNanos sum over all messages that were taken
   * @param taken messages that a worker has taken
   * @param done messages that are worked on and acked
   * @param lastNanos when the last of them was
   */
  record Figures(
      String tenant, int sent, int early, long waitNanos, int taken, int done, long lastNanos) {

    private Figures taken(long nanos, boolean isEarly) {
      int nowEarly = early + (isEarly ? 1 : 0);
      return new Figures(tenant, sent, nowEarly, waitNanos + nanos, taken + 1, done, lastNanos);
    }

    private Figures finished(long nanos) {
      return new Figures(
          tenant, sent, early, waitNanos, taken, done + 1, Math.max(lastNanos, nanos));
    }
  }
}
