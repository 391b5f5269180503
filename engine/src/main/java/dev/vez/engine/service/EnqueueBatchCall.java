package dev.vez.engine.service;

import dev.vez.domain.command.Command;
import dev.vez.domain.command.EnqueueMessages;
import dev.vez.domain.id.MessageId;
import dev.vez.domain.message.NewMessage;
import dev.vez.domain.outcome.EnqueueJudgement;
import dev.vez.domain.outcome.EnqueueOutcome;
import dev.vez.domain.outcome.Enqueued;
import dev.vez.domain.outcome.EnqueuesJudged;
import dev.vez.domain.outcome.Outcome;
import dev.vez.domain.outcome.QueueMissing;
import dev.vez.engine.catalogue.CatalogueEntry;
import dev.vez.engine.codec.ContentCodec;
import dev.vez.ports.api.EnqueueBatch;
import dev.vez.ports.api.Rejection;
import dev.vez.ports.api.Result;
import dev.vez.ports.scheduling.EnqueueHook;
import dev.vez.ports.scheduling.EnqueueVerdict;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A batch on its way into a queue. Its messages are resolved or refused one after the other, by one
 * thread at a time; then those that were resolved are submitted as one command.
 */
final class EnqueueBatchCall extends Call<List<Result<MessageId>>> {

  /** Room for what the log adds to payloads: ids, times and keys. */
  private static final int LOG_ROOM_BYTES = 256 << 10;

  /** Keys may also be forgotten with their queue, or the limit may be raised. */
  private static final long RETRY_AFTER_MILLIS_MAX = 10_000;

  private final CatalogueEntry queue;
  private final EnqueueBatch batch;
  private final int bytesMax;
  private final List<NewMessage> resolved;

  /** The result of each message so far; that of a resolved one holds once it is durable. */
  private final List<Result<MessageId>> results;

  private int bytes = COMMAND_BYTES;
  private @Nullable EnqueueMessages command;

  /**
   * A batch of which nothing is resolved.
   *
   * @param messageBytesMax what one message may be, headers and body; a batch may be a little more
   */
  EnqueueBatchCall(CatalogueEntry queue, EnqueueBatch batch, int messageBytesMax) {
    this.queue = queue;
    this.batch = batch;
    bytesMax = messageBytesMax + LOG_ROOM_BYTES;
    resolved = new ArrayList<>(batch.messages().size());
    results = new ArrayList<>(batch.messages().size());
  }

  CatalogueEntry queue() {
    return queue;
  }

  long origin() {
    return batch.origin();
  }

  int bodyBytes() {
    return (int) Math.min(Integer.MAX_VALUE, batch.bodyBytes());
  }

  /** Whether a message is left that is neither resolved nor refused. */
  boolean hasNext() {
    return results.size() < batch.messages().size();
  }

  /** That message. */
  EnqueueBatch.Message next() {
    return batch.messages().get(results.size());
  }

  EnqueueHook.Input hookInput() {
    return new EnqueueHook.Input(queue.name(), next().headers(), next().body().size());
  }

  /**
   * Fixes everything that the log is to hold of the next message; keeps it out where the batch
   * would then be more than an entry can hold, which takes a script that chooses very long keys.
   */
  void resolveNext(MessageId id, EnqueueVerdict verdict, long nowMillis) {
    NewMessage message =
        new NewMessage(
            id,
            verdict.fairnessKey(),
            verdict.weight(),
            verdict.throttleKeys(),
            nowMillis,
            ContentCodec.encode(next().headers(), next().body()),
            next().idempotencyKey());
    int size =
        COMMAND_BYTES
            + message.payload().size()
            + message.idempotencyKey().length()
            + verdict.fairnessKey().length();
    for (String key : verdict.throttleKeys()) {
      size += key.length();
    }
    if (bytes + size > bytesMax && !resolved.isEmpty()) {
      refuseNext(
          new Rejection.InvalidArgument(
              "messages",
              "Expected a batch of at most " + bytesMax + " bytes with the keys of its script"));
      return;
    }
    resolved.add(message);
    results.add(Result.accepted(id));
    bytes += size;
  }

  /** Keeps the next message out. */
  void refuseNext(Rejection reason) {
    results.add(Result.rejected(reason));
  }

  /**
   * To be called once no message is left.
   *
   * @return whether there is anything to submit; else it is answered
   */
  boolean isToBeSubmitted() {
    if (resolved.isEmpty()) {
      accept(List.copyOf(results));
      return false;
    }
    command = new EnqueueMessages(queue.id(), resolved);
    return true;
  }

  @Override
  public Command command() {
    EnqueueMessages current = command;
    if (current == null) {
      throw new IllegalStateException("Expected a batch that is resolved");
    }
    return current;
  }

  @Override
  public int bytes() {
    return bytes;
  }

  @Override
  public int messages() {
    return resolved.size();
  }

  @Override
  public boolean isBoundedBySource() {
    return batch.isBoundedBySource();
  }

  @Override
  public void answered(Outcome outcome) {
    switch ((EnqueueOutcome) outcome) {
      case Enqueued() -> accept(results);
      case EnqueuesJudged(var judgements) -> accept(judged(judgements));
      case QueueMissing() -> refused(new Rejection.QueueNotFound(queue.name()));
    }
  }

  /** The result of each message, where those that were submitted were judged one by one. */
  private List<Result<MessageId>> judged(List<EnqueueJudgement> judgements) {
    List<Result<MessageId>> judged = new ArrayList<>(results.size());
    Iterator<EnqueueJudgement> ofSubmitted = judgements.iterator();
    for (Result<MessageId> result : results) {
      judged.add(
          switch (result) {
            case Result.Rejected<MessageId> refused -> refused;
            case Result.Accepted<MessageId> resolved -> judged(resolved, ofSubmitted.next());
          });
    }
    return judged;
  }

  private static Result<MessageId> judged(Result<MessageId> resolved, EnqueueJudgement judgement) {
    return switch (judgement) {
      case EnqueueJudgement.Accepted() -> resolved;
      case EnqueueJudgement.Repeated(var first) -> Result.accepted(first);
      case EnqueueJudgement.TooManyKeys(var keysMax, var retryAfterMillis) ->
          Result.rejected(
              new Rejection.TooManyIdempotencyKeys(
                  keysMax, Math.min(retryAfterMillis, RETRY_AFTER_MILLIS_MAX)));
    };
  }
}
