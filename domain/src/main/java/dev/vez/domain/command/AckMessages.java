package dev.vez.domain.command;

import dev.vez.domain.id.QueueId;
import dev.vez.domain.message.LeasedMessage;
import java.util.List;

/**
 * Settles messages as {@link AckMessage} does, each by itself: one whose lease has ended does not
 * keep the others.
 *
 * @param queue the queue
 * @param messages one or more; a lease of {@link dev.vez.domain.id.LeaseId#NONE} means whichever is
 *     alive
 */
public record AckMessages(QueueId queue, List<LeasedMessage> messages) implements QueueCommand {
  public AckMessages {
    messages = List.copyOf(messages);
  }
}
