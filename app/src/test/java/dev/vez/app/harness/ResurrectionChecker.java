package dev.vez.app.harness;

import dev.vez.app.harness.Event.Settling;
import dev.vez.app.harness.MessageStory.Delivery;
import java.util.ArrayList;
import java.util.List;

/**
 * What is acked is gone: after an ack was answered OK no lease of the message begins and no other
 * settling call succeeds.
 *
 * <p>A delivery that is <em>received</em> after the answer proves nothing: a message whose lease
 * has run out may be on its way to a second consumer while the first one acks it, which ends
 * whatever lease there is. It must have been leased after the answer: its stream was opened after
 * it, or {@link Timeline#leaseBeganAfter} says so. A message resurrected by a restart is found by
 * the first, since every later stream is a new one.
 */
public final class ResurrectionChecker implements Checker {

  @Override
  public Findings check(Timeline timeline) {
    List<String> violations = new ArrayList<>();
    long judged = 0;
    for (MessageStory message : timeline.messages()) {
      List<SettleCall> acks =
          message.settleCalls().stream()
              .filter(call -> call.is(Settling.ACK) && call.outcome() == Answer.OK)
              .toList();
      if (acks.isEmpty()) {
        continue;
      }
      judged++;
      if (acks.size() > 1) {
        violations.add("%s was acked %d times".formatted(message, acks.size()));
      }
      long goneAt = acks.stream().mapToLong(SettleCall::endedAt).min().orElseThrow();
      for (Delivery delivery : message.deliveries()) {
        if (timeline.leaseBeganAfter(message, delivery) > goneAt) {
          violations.add("%s came back after its ack: %s".formatted(message, delivery.event()));
        }
      }
      for (SettleCall call : message.settleCalls()) {
        if (call.begunAt() > goneAt && call.outcome() == Answer.OK && !acks.contains(call)) {
          violations.add("%s was gone, and yet: %s".formatted(message, call));
        }
      }
    }
    return new Findings("resurrection", violations, judged);
  }
}
