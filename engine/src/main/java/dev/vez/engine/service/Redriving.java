package dev.vez.engine.service;

import dev.vez.domain.command.RedriveMessages;
import dev.vez.domain.id.QueueId;
import dev.vez.domain.machine.CatalogueMachine;
import dev.vez.domain.outcome.Outcome;
import dev.vez.domain.outcome.QueueMissing;
import dev.vez.domain.outcome.RedriveOutcome;
import dev.vez.domain.outcome.RedriveParentMissing;
import dev.vez.domain.outcome.RedriveStarted;
import dev.vez.domain.outcome.RedriveUnderWay;
import dev.vez.engine.catalogue.CatalogueEntry;
import dev.vez.engine.catalogue.CatalogueView;
import dev.vez.engine.delivery.DataGroup;
import dev.vez.ports.api.Redrive;
import dev.vez.ports.api.Rejection;
import dev.vez.ports.api.Result;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Moves dead letters back to where they came from. */
final class Redriving {

  private final CatalogueView catalogue;
  private final DataGroups groups;
  private final DiskReserve diskReserve;

  Redriving(CatalogueView catalogue, DataGroups groups, DiskReserve diskReserve) {
    this.catalogue = catalogue;
    this.groups = groups;
    this.diskReserve = diskReserve;
  }

  /** What can be judged of a request by itself, but for the name's ending. */
  static @Nullable Rejection check(Redrive redrive) {
    Rejection problem = RequestChecks.existingQueue("dlq_queue", redrive.deadLetterQueue());
    if (problem == null && redrive.count() < 0) {
      problem =
          new Rejection.InvalidArgument(
              "count", "Expected 0 or more messages, but got " + redrive.count());
    }
    if (problem == null
        && (redrive.ratePerSecond() < 0
            || redrive.ratePerSecond() > RedriveMessages.RATE_PER_SECOND_MAX)) {
      problem =
          new Rejection.InvalidArgument(
              "rate_per_second",
              "Expected 0 to "
                  + RedriveMessages.RATE_PER_SECOND_MAX
                  + " messages a second, but got "
                  + redrive.ratePerSecond());
    }
    return problem;
  }

  /** Completes the answer, with that of the redrive, once that has begun. */
  void run(Redrive redrive, CompletableFuture<Result<CompletionStage<Result<Long>>>> answer) {
    String name = redrive.deadLetterQueue();
    CatalogueEntry queue = catalogue.find(name);
    if (queue == null) {
      answer.complete(Result.rejected(new Rejection.QueueNotFound(name)));
      return;
    }
    if (!name.endsWith(CatalogueMachine.DEAD_LETTER_SUFFIX)) {
      answer.complete(
          Result.rejected(
              new Rejection.InvalidArgument(
                  "dlq_queue",
                  "Expected the name of a dead-letter queue, which ends in "
                      + CatalogueMachine.DEAD_LETTER_SUFFIX)));
      return;
    }
    String parentName =
        name.substring(0, name.length() - CatalogueMachine.DEAD_LETTER_SUFFIX.length());
    CatalogueEntry parent = catalogue.find(parentName);
    if (parent == null) {
      answer.complete(Result.rejected(new Rejection.ParentQueueNotFound(parentName)));
      return;
    }
    DataGroup group = groups.get(queue.group());
    if (redrive.isDryRun()) {
      count(redrive, queue.id(), group, answer);
      return;
    }
    // Each message is written anew before its old row is given back.
    Rejection full = diskReserve.refusal();
    if (full != null) {
      answer.complete(Result.rejected(full));
    } else {
      begin(redrive, queue.id(), parent, group, answer);
    }
  }

  private static void count(
      Redrive redrive,
      QueueId queue,
      DataGroup group,
      CompletableFuture<Result<CompletionStage<Result<Long>>>> answer) {
    CompletableFuture<Void> _ =
        group
            .<Long>ask(
                machine -> {
                  long all = machine.redrivable(queue, redrive.fairnessKey());
                  return redrive.count() == 0 ? all : Math.min(all, redrive.count());
                })
            .thenAccept(
                counted ->
                    answer.complete(Result.accepted(CompletableFuture.completedStage(counted))));
  }

  private static void begin(
      Redrive redrive,
      QueueId queue,
      CatalogueEntry parent,
      DataGroup group,
      CompletableFuture<Result<CompletionStage<Result<Long>>>> answer) {
    RedriveMessages command =
        new RedriveMessages(
            queue,
            parent.id(),
            redrive.count(),
            redrive.fairnessKey(),
            (int) redrive.ratePerSecond());
    RedriveCall call = new RedriveCall(command, redrive, parent.name(), group);
    group.submit(call);
    CompletionStage<Void> _ = call.thenAccept(answer::complete);
  }

  private static final class RedriveCall extends Call<CompletionStage<Result<Long>>> {

    private final RedriveMessages command;
    private final Redrive redrive;
    private final String parentName;
    private final DataGroup group;

    RedriveCall(RedriveMessages command, Redrive redrive, String parentName, DataGroup group) {
      this.command = command;
      this.redrive = redrive;
      this.parentName = parentName;
      this.group = group;
    }

    @Override
    public RedriveMessages command() {
      return command;
    }

    @Override
    public int bytes() {
      String key = redrive.fairnessKey();
      return COMMAND_BYTES + (key == null ? 0 : key.length());
    }

    @Override
    public void answered(Outcome outcome) {
      String queue = redrive.deadLetterQueue();
      switch ((RedriveOutcome) outcome) {
        case RedriveStarted(var id) -> accept(group.whenRedriven(id));
        case RedriveUnderWay _ -> refused(new Rejection.RedriveUnderWay(queue));
        case RedriveParentMissing() -> refused(new Rejection.ParentQueueNotFound(parentName));
        case QueueMissing() -> refused(new Rejection.QueueNotFound(queue));
      }
    }
  }
}
