package dev.vez.simulation.world;

import dev.vez.domain.command.CarryOutChange;
import dev.vez.domain.command.CatalogueChange;
import dev.vez.domain.command.Command;
import dev.vez.domain.command.EnqueueMessages;
import dev.vez.domain.id.MessageId;
import dev.vez.domain.message.NewMessage;
import dev.vez.domain.record.LeaseRecord;
import dev.vez.domain.record.MessageRecord;
import dev.vez.domain.record.Mutation;
import dev.vez.engine.codec.ContentCodec;
import dev.vez.simulation.audit.Event.KeyStep;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Reads from entries what idempotency keys depend on. */
final class KeyReading {

  private KeyReading() {}

  /** Messages that an entry has put, or left, somewhere. */
  static Set<MessageId> placed(List<Mutation> mutations) {
    Set<MessageId> placed = new HashSet<>();
    for (Mutation mutation : mutations) {
      if (mutation instanceof Mutation.Put(MessageRecord waiting)) {
        placed.add(waiting.message().id());
      } else if (mutation instanceof Mutation.Put(LeaseRecord leased)) {
        placed.add(leased.message().id());
      }
    }
    return placed;
  }

  /**
   * What an entry was asked, in order.
   *
   * @param carriedOut changes of the catalogue that it has carried out, in order
   */
  static List<KeyStep> steps(
      List<Command> commands, List<CatalogueChange> carriedOut, Set<MessageId> placed) {
    List<KeyStep> steps = new ArrayList<>();
    int next = 0;
    for (Command command : commands) {
      if (command instanceof CarryOutChange change
          && next < carriedOut.size()
          && change.change().equals(carriedOut.get(next))) {
        next++;
        addChange(change.change(), steps);
      } else if (command instanceof EnqueueMessages enqueue) {
        for (NewMessage message : enqueue.messages()) {
          if (!message.idempotencyKey().isEmpty()) {
            steps.add(
                new KeyStep.Used(
                    enqueue.queue(),
                    message.idempotencyKey(),
                    message.id(),
                    numberOf(message),
                    placed.contains(message.id())));
          }
        }
      }
    }
    return steps;
  }

  private static void addChange(CatalogueChange change, List<KeyStep> steps) {
    switch (change) {
      case CatalogueChange.SetGroupSetting(var setting, var value) ->
          steps.add(new KeyStep.Changed(setting, value));
      case CatalogueChange.DeleteQueues(var queues) ->
          queues.forEach(queue -> steps.add(new KeyStep.QueueGone(queue)));
      case CatalogueChange.CreateQueues _,
          CatalogueChange.LinkDeadLetters _,
          CatalogueChange.SetMaxAttempts _,
          CatalogueChange.SetBucket _,
          CatalogueChange.RemoveBucket _ -> {}
    }
  }

  /** With which its body begins. */
  private static long numberOf(NewMessage message) {
    ByteBuffer body = ContentCodec.decode(message.payload()).body().asByteBuffer();
    return body.remaining() < Long.BYTES ? 0 : body.getLong();
  }
}
