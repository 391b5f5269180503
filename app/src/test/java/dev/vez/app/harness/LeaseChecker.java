package dev.vez.app.harness;

import dev.vez.app.harness.Event.Settling;
import dev.vez.app.harness.MessageStory.Delivery;
import java.util.ArrayList;
import java.util.List;

/**
 * Leases never overlap and never end early, restarts included.
 *
 * <p>Let a delivery be received at r1, its lease have begun at s1 and the visibility timeout be V.
 * What is known is b ≤ s1 ≤ r1, where b is {@link Timeline#leaseBeganAfter}. Let the next lease of
 * the message begin at s2 and its delivery be received at r2, so s2 ≤ r2.
 *
 * <ul>
 *   <li><b>Overlap.</b> A lease of a message that was received ends by ack, by nack or at s1 + V.
 *       Ack removes the message. So without a nack s2 ≥ s1 + V, and therefore r2 ≥ b + V. It is
 *       reported when r2 &lt; b + V and no nack can be the reason: none that may have happened was
 *       under way at any time in [b, r2], or fewer nacks than deliveries that came too early (a
 *       nack ends one lease). Which delivery is next is told by incarnation and attempts, not by r,
 *       because a slow stream may hand over an early lease late; {@link AttemptChecker} holds that
 *       order. In a cluster two deliveries with the same attempts are reported only if neither can
 *       have been first.
 *   <li><b>Early end.</b> After r1 the lease is alive until s1 + V unless something settles it. So
 *       an ack or nack that was begun after r1 and answered NOT_FOUND before b + V is reported, if
 *       no other call that may have happened was begun before that answer.
 * </ul>
 */
public final class LeaseChecker implements Checker {

  @Override
  public Findings check(Timeline timeline) {
    List<String> violations = new ArrayList<>();
    long judged = 0;
    for (MessageStory message : timeline.messages()) {
      long visibility = timeline.visibilityNanos(message.enqueue().queue());
      judged += checkOverlap(timeline, message, visibility, violations);
      for (Delivery delivery : message.deliveries()) {
        long until = timeline.leaseBeganAfter(message, delivery) + visibility;
        judged += checkEarlyEnd(message, delivery, until, violations);
      }
    }
    return new Findings("leases", violations, judged);
  }

  private static int checkOverlap(
      Timeline timeline, MessageStory message, long visibility, List<String> violations) {
    List<Delivery> leases =
        message.deliveries().stream().sorted(AttemptChecker.byLease(timeline)).toList();
    List<SettleCall> nacks =
        message.settleCalls().stream()
            .filter(call -> call.is(Settling.NACK) && call.outcome().mayHaveHappened())
            .toList();
    int early = 0;
    int judged = 0;
    for (int i = 1; i < leases.size(); i++) {
      Delivery first = leases.get(i - 1);
      Delivery second = leases.get(i);
      long begun = timeline.leaseBeganAfter(message, first);
      if (begun + visibility > first.at()) {
        judged++;
      }
      if (second.at() >= begun + visibility) {
        continue;
      }
      if (timeline.isReplicated()
          && first.attempts() == second.attempts()
          && first.at() >= timeline.leaseBeganAfter(message, second) + visibility) {
        // The second may have been leased first, and have come late.
        continue;
      }
      early++;
      boolean excused =
          nacks.stream().anyMatch(nack -> nack.begunAt() <= second.at() && nack.endedAt() >= begun);
      if (!excused || early > nacks.size()) {
        violations.add(
            "two leases of %s overlap, with %d nacks: %s and %d ms later %s"
                .formatted(
                    message,
                    nacks.size(),
                    first.event(),
                    (second.at() - first.at()) / 1_000_000,
                    second.event()));
      }
    }
    return judged;
  }

  private static int checkEarlyEnd(
      MessageStory message, Delivery delivery, long until, List<String> violations) {
    int judged = 0;
    for (SettleCall call : message.settleCalls()) {
      if (call.begunAt() < delivery.at() || call.endedAt() >= until) {
        continue;
      }
      boolean settledByAnother =
          message.settleCalls().stream()
              .anyMatch(
                  other ->
                      other != call
                          && other.outcome().mayHaveHappened()
                          && other.begunAt() < call.endedAt());
      if (settledByAnother) {
        continue;
      }
      judged++;
      if (call.outcome() == Answer.NOT_FOUND) {
        violations.add(
            "the lease of %s ended early: %s, and a call begun %d ms after it got NOT_FOUND"
                .formatted(
                    message, delivery.event(), (call.begunAt() - delivery.at()) / 1_000_000));
      }
    }
    return judged;
  }
}
