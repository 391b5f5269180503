package dev.vez.domain.command;

import dev.vez.domain.id.QueueId;
import dev.vez.domain.message.LeasedMessage;
import java.util.List;

/**
 * Gives messages up that a consumer has not begun with, or does not want to finish: each goes back
 * to its place at once, with no attempt counted. A lease that has ended is passed over. Idempotent.
 *
 * @param queue the queue
 * @param messages in the order of their leases
 */
public record ReleaseLeases(QueueId queue, List<LeasedMessage> messages) implements QueueCommand {
  public ReleaseLeases {
    messages = List.copyOf(messages);
  }
}
