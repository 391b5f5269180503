package dev.vez.engine.service;

import dev.vez.domain.command.Command;
import dev.vez.domain.command.EnqueueMessages;
import dev.vez.domain.id.MessageId;
import dev.vez.domain.message.NewMessage;
import dev.vez.domain.outcome.EnqueueOutcome;
import dev.vez.domain.outcome.Enqueued;
import dev.vez.domain.outcome.EnqueuesJudged;
import dev.vez.domain.outcome.Outcome;
import dev.vez.domain.outcome.QueueMissing;
import dev.vez.engine.catalogue.CatalogueEntry;
import dev.vez.engine.codec.ContentCodec;
import dev.vez.ports.api.EnqueueRequest;
import dev.vez.ports.api.Rejection;
import dev.vez.ports.scheduling.EnqueueHook;
import dev.vez.ports.scheduling.EnqueueVerdict;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A message on its way into a queue. Resolved once, then submitted. */
final class EnqueueCall extends Call<MessageId> {

  private final CatalogueEntry queue;
  private final EnqueueRequest request;
  private @Nullable EnqueueMessages command;
  private @Nullable MessageId id;
  private int bytes;

  EnqueueCall(CatalogueEntry queue, EnqueueRequest request) {
    this.queue = queue;
    this.request = request;
  }

  CatalogueEntry queue() {
    return queue;
  }

  long origin() {
    return request.origin();
  }

  EnqueueHook.Input hookInput() {
    return new EnqueueHook.Input(queue.name(), request.headers(), request.body().size());
  }

  int bodyBytes() {
    return request.body().size();
  }

  /** Fixes everything that the log is to hold. */
  void resolve(MessageId newId, EnqueueVerdict verdict, long nowMillis) {
    NewMessage message =
        new NewMessage(
            newId,
            verdict.fairnessKey(),
            verdict.weight(),
            verdict.throttleKeys(),
            nowMillis,
            ContentCodec.encode(request.headers(), request.body()));
    id = newId;
    command = new EnqueueMessages(queue.id(), List.of(message));
    bytes = COMMAND_BYTES + message.payload().size() + verdict.fairnessKey().length();
    for (String key : verdict.throttleKeys()) {
      bytes += key.length();
    }
  }

  @Override
  public Command command() {
    return resolved(command);
  }

  @Override
  public int bytes() {
    return bytes;
  }

  @Override
  public void answered(Outcome outcome) {
    switch ((EnqueueOutcome) outcome) {
      case Enqueued() -> accept(resolved(id));
      case EnqueuesJudged _ ->
          throw new IllegalStateException("Expected a message without an idempotency key");
      case QueueMissing() -> refused(new Rejection.QueueNotFound(queue.name()));
    }
  }

  private static <V> V resolved(@Nullable V value) {
    if (value == null) {
      throw new IllegalStateException("Expected a message that is resolved");
    }
    return value;
  }
}
