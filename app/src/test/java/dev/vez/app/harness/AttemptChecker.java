package dev.vez.app.harness;

import dev.vez.app.harness.MessageStory.Delivery;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Attempts never decrease, and count every delivery that a client has received.
 *
 * <ul>
 *   <li><b>Within one incarnation</b> no two deliveries of a message have the same count. What a
 *       client has received was handed over, so that its lease can only have ended with an ack,
 *       which ends the message too, or with a nack or its deadline, which count.
 *   <li><b>Later means more</b>: of two deliveries in one incarnation whose order is certain (by
 *       one stream, by a stream that was opened after the other delivery, or by {@link
 *       Timeline#leaseBeganAfter}) the later one has the higher count.
 *   <li><b>Over incarnations</b> the count does not fall. It may stay, because a broker that comes
 *       back does not know of the last messages whether they were sent.
 *   <li><b>In a cluster</b> incarnations have no order, and the count may stay at any time, for the
 *       same reason; so only that later means at least as much is left.
 * </ul>
 */
public final class AttemptChecker implements Checker {

  private static final Comparator<Delivery> BY_ATTEMPTS =
      Comparator.comparingInt(Delivery::attempts).thenComparingLong(Delivery::at);

  /**
   * The order of a message's leases, for as long as this checker finds nothing. In a cluster those
   * with the same attempts may have come in another order.
   */
  static Comparator<Delivery> byLease(Timeline timeline) {
    return timeline.isReplicated()
        ? BY_ATTEMPTS
        : Comparator.comparingInt(Delivery::incarnation).thenComparing(BY_ATTEMPTS);
  }

  @Override
  public Findings check(Timeline timeline) {
    List<String> violations = new ArrayList<>();
    long judged = 0;
    for (MessageStory message : timeline.messages()) {
      List<Delivery> deliveries = message.deliveries();
      for (int i = 0; i < deliveries.size(); i++) {
        for (int j = i + 1; j < deliveries.size(); j++) {
          judged++;
          compare(timeline, message, deliveries.get(i), deliveries.get(j), violations);
        }
      }
    }
    return new Findings("attempts", violations, judged);
  }

  private static void compare(
      Timeline timeline, MessageStory message, Delivery a, Delivery b, List<String> violations) {
    boolean broken;
    if (timeline.isReplicated() && a.attempts() == b.attempts()) {
      broken = false;
    } else if (!timeline.isReplicated() && a.incarnation() != b.incarnation()) {
      broken =
          a.incarnation() < b.incarnation()
              ? b.attempts() < a.attempts()
              : a.attempts() < b.attempts();
    } else if (a.attempts() == b.attempts()) {
      broken = true;
    } else {
      broken =
          a.attempts() < b.attempts()
              ? isCertainlyLater(timeline, message, a, b)
              : isCertainlyLater(timeline, message, b, a);
    }
    if (broken) {
      violations.add("%s: %s and %s".formatted(message, a.event(), b.event()));
    }
  }

  private static boolean isCertainlyLater(
      Timeline timeline, MessageStory message, Delivery one, Delivery than) {
    if (one.stream() == than.stream()) {
      return one.at() > than.at();
    }
    return timeline.leaseBeganAfter(message, one) > than.at();
  }
}
