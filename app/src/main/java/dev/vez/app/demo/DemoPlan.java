package dev.vez.app.demo;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * What the demonstration does.
 *
 * @param noisyMessages of the tenant that comes first
 * @param quietTenants that come behind it
 * @param quietMessages of each of them
 * @param workers on each queue
 * @param work that a worker spends on a message
 * @param enqueueLimit after which no further noisy message is sent
 * @param limit after which it ends in any case
 */
public record DemoPlan(
    int noisyMessages,
    int quietTenants,
    int quietMessages,
    int workers,
    Duration work,
    Duration enqueueLimit,
    Duration limit) {

  /** 10,000 messages, then nine times 20; four workers that need 5 ms for a message. */
  public static final DemoPlan DEFAULT =
      new DemoPlan(
          10_000, 9, 20, 4, Duration.ofMillis(5), Duration.ofSeconds(8), Duration.ofSeconds(28));

  /** The same with another number of noisy messages. */
  public DemoPlan withNoisyMessages(int messages) {
    return new DemoPlan(messages, quietTenants, quietMessages, workers, work, enqueueLimit, limit);
  }

  /** The tenants, the noisy one first. */
  List<Tenant> tenants() {
    List<Tenant> tenants = new ArrayList<>();
    tenants.add(new Tenant("noisy", noisyMessages));
    for (int i = 1; i <= quietTenants; i++) {
      tenants.add(new Tenant("quiet-" + i, quietMessages));
    }
    return tenants;
  }

  /** All messages of one queue. */
  int messages() {
    return noisyMessages + quietTenants * quietMessages;
  }

  /**
   * Deliveries at the start of which shares are shown: as many as would give each tenant the same.
   */
  int firstDeliveries() {
    return (1 + quietTenants) * quietMessages;
  }

  /**
   * A tenant.
   *
   * @param name shown, and sent as a header
   * @param messages that it sends
   */
  record Tenant(String name, int messages) {}
}
