package dev.vez.domain.command;

import dev.vez.domain.id.QueueId;
import dev.vez.domain.message.NewMessage;
import java.util.List;

/**
 * Puts messages at the tail of their flows: all of them, but for those whose idempotency key was
 * used before or cannot be kept.
 *
 * @param queue the queue
 * @param messages one or more, in order
 */
public record EnqueueMessages(QueueId queue, List<NewMessage> messages) implements QueueCommand {
  public EnqueueMessages {
    messages = List.copyOf(messages);
  }
}
