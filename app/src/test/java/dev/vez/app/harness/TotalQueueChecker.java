package dev.vez.app.harness;

import dev.vez.app.harness.Event.Delivered;
import dev.vez.app.harness.Event.Settling;
import dev.vez.app.harness.MessageStory.Delivery;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * Nothing is lost, and nothing comes from nowhere.
 *
 * <ul>
 *   <li><b>lost</b>: a message whose enqueue was answered OK, or that was ever delivered (a broker
 *       delivers only what is durable), and that at the end of a complete drain nobody may have
 *       acked. Only an ack removes a message, so a correct broker must have delivered it again
 *       until one did.
 *   <li><b>from nowhere</b>: a delivery of something that no producer had sent, that was refused as
 *       certainly not carried out, or that went to another queue.
 *   <li><b>doubled</b>: one enqueue that is there under two ids. Each message was sent once.
 *   <li><b>damaged</b>: a payload, header or key that is not what was sent.
 *   <li><b>answers</b> that no call here should get, such as NOT_FOUND for a queue that exists.
 * </ul>
 */
public final class TotalQueueChecker implements Checker {

  @Override
  public Findings check(Timeline timeline) {
    List<String> violations = new ArrayList<>();
    if (!timeline.isDrained()) {
      violations.add("the run was not drained, so what was lost cannot be told");
    }
    for (Delivered stray : timeline.strays()) {
      violations.add("from nowhere: " + stray);
    }
    for (MessageStory message : timeline.messages()) {
      checkAnswers(message, violations);
      checkOrigin(message, violations);
      if (timeline.isDrained()) {
        checkLoss(message, violations);
      }
    }
    return new Findings("total queue", violations, timeline.messages().size());
  }

  private static void checkLoss(MessageStory message, List<String> violations) {
    boolean settled =
        message.settleCalls().stream()
            .anyMatch(call -> call.is(Settling.ACK) && call.outcome().mayHaveHappened());
    if (settled) {
      return;
    }
    if (!message.deliveries().isEmpty()) {
      violations.add(
          "lost: %s was delivered %d times, never acked, and is gone"
              .formatted(message, message.deliveries().size()));
    } else if (message.outcome() == Answer.OK) {
      violations.add("lost: %s was answered OK and never delivered".formatted(message));
    }
  }

  private static void checkOrigin(MessageStory message, List<String> violations) {
    UUID id = message.outcome() == Answer.OK ? idOf(message) : History.NO_ID;
    for (Delivery delivery : message.deliveries()) {
      Delivered event = delivery.event();
      if (message.outcome() == Answer.REFUSED || message.outcome() == Answer.NOT_FOUND) {
        violations.add("from nowhere: %s was refused: %s".formatted(message, event));
      }
      if (!delivery.stream().queue().equals(message.enqueue().queue())) {
        violations.add("from nowhere: %s is of another queue: %s".formatted(message, event));
      }
      if (!event.damage().isEmpty()) {
        violations.add("damaged: %s: %s".formatted(message, event.damage()));
      }
      if (id.equals(History.NO_ID)) {
        id = event.id();
      } else if (!id.equals(event.id())) {
        violations.add("doubled: %s is %s and %s".formatted(message, id, event.id()));
      }
    }
  }

  private static void checkAnswers(MessageStory message, List<String> violations) {
    var answer = message.answer();
    if (message.outcome() == Answer.UNEXPECTED || message.outcome() == Answer.NOT_FOUND) {
      violations.add("answer: enqueue of %s got %s".formatted(message, answer));
    }
    for (SettleCall call : message.settleCalls()) {
      if (call.outcome() == Answer.UNEXPECTED) {
        violations.add("answer: %s of %s got %s".formatted(call, message, call.detail()));
      }
    }
  }

  private static UUID idOf(MessageStory message) {
    var answer = message.answer();
    return answer == null ? History.NO_ID : answer.id();
  }
}
