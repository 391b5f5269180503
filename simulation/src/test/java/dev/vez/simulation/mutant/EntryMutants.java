package dev.vez.simulation.mutant;

import dev.vez.domain.command.AckMessage;
import dev.vez.domain.command.AttachConsumer;
import dev.vez.domain.command.CarryOutChange;
import dev.vez.domain.command.DetachConsumer;
import dev.vez.domain.command.EnqueueMessages;
import dev.vez.domain.command.ExtendLease;
import dev.vez.domain.command.GrantCredit;
import dev.vez.domain.command.NackMessage;
import dev.vez.domain.command.Proposal;
import dev.vez.domain.id.ConsumerId;
import dev.vez.domain.id.LeaseId;
import dev.vez.domain.id.Mark;
import dev.vez.domain.id.MessageId;
import dev.vez.domain.message.NewMessage;
import dev.vez.simulation.world.Fittings;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/** Rules of the state machine that are wrong, the same on all nodes. */
final class EntryMutants {

  private EntryMutants() {}

  static List<Mutant> all() {
    return List.of(
        new Mutant(
            "ack-without-fence",
            "An ack settles a message whatever lease it names.",
            "faults.md C5, architecture.md 2",
            Patches.commands(
                command ->
                    command instanceof AckMessage ack
                        ? new AckMessage(ack.queue(), ack.message(), LeaseId.NONE)
                        : command)),
        new Mutant(
            "nack-without-fence",
            "A nack gives a message up whatever lease it names.",
            "faults.md C5, architecture.md 2",
            Patches.commands(
                command ->
                    command instanceof NackMessage nack
                        ? new NackMessage(
                            nack.queue(),
                            nack.message(),
                            LeaseId.NONE,
                            nack.verdict(),
                            nack.error(),
                            nack.failedAtMillis())
                        : command)),
        new Mutant(
            "extend-without-fence",
            "A lease is extended whoever asks.",
            "faults.md C5, architecture.md 2",
            Patches.commands(
                command ->
                    command instanceof ExtendLease extend
                        ? new ExtendLease(
                            extend.queue(), extend.message(), LeaseId.NONE, extend.durationMillis())
                        : command)),
        new Mutant(
            "extend-forgotten",
            "An extension is answered and not carried out.",
            "architecture.md 7.9",
            Patches.commands(
                command ->
                    command instanceof ExtendLease extend
                        ? new ExtendLease(extend.queue(), extend.message(), extend.lease(), 1)
                        : command)),
        new Mutant(
            "detach-takes-all",
            "A stream that ends gives back also what was handed out.",
            "faults.md Q2, architecture.md 5",
            Patches.commands(
                command ->
                    command instanceof DetachConsumer detach
                        ? new DetachConsumer(detach.queue(), detach.consumer(), LeaseId.NONE)
                        : command)),
        new Mutant(
            "detach-lost",
            "A consumer that is gone stays, with its credit.",
            "architecture.md 7.21",
            Patches.commands(
                command ->
                    command instanceof DetachConsumer detach
                        ? new DetachConsumer(
                            detach.queue(), new ConsumerId(Long.MAX_VALUE, 1), detach.handedOver())
                        : command)),
        new Mutant(
            "credit-by-increment",
            "A consumer gets more credit than it gave.",
            "architecture.md 2",
            Patches.commands(
                command ->
                    command instanceof GrantCredit grant
                        ? new GrantCredit(
                            grant.queue(),
                            grant.consumer(),
                            grant.creditUpTo() * 2,
                            grant.handedOver())
                        : command)),
        new Mutant(
            "credit-at-attach-doubled",
            "A consumer begins with more credit than it gave.",
            "architecture.md 2",
            Patches.commands(
                command ->
                    command instanceof AttachConsumer attach
                        ? new AttachConsumer(
                            attach.queue(), attach.consumer(), attach.creditUpTo() * 2)
                        : command)),
        new Mutant(
            "weight-ignored",
            "All keys weigh the same.",
            "faults.md Q10, architecture.md 7.12",
            enqueuing(
                message ->
                    new NewMessage(
                        message.id(),
                        message.fairnessKey(),
                        1,
                        message.throttleKeys(),
                        message.enqueuedAtMillis(),
                        message.payload(),
                        message.idempotencyKey()))),
        new Mutant(
            "verdict-lost",
            "The key that a script chose is not the one under which a message is kept.",
            "architecture.md 7.9",
            enqueuing(
                message ->
                    new NewMessage(
                        message.id(),
                        "default",
                        message.weight(),
                        message.throttleKeys(),
                        message.enqueuedAtMillis(),
                        message.payload(),
                        message.idempotencyKey()))),
        new Mutant(
            "enqueue-applied-twice",
            "An enqueue is carried out by two code paths.",
            "architecture.md 7.8",
            Patches.commands(
                command ->
                    command instanceof EnqueueMessages enqueue
                        ? new EnqueueMessages(enqueue.queue(), twice(enqueue.messages()))
                        : command)),
        new Mutant(
            "stale-term-carried-out",
            "An entry of a deposed leader takes effect.",
            "architecture.md 2, faults.md C3",
            Patches.entries(
                (proposal, term) ->
                    new Proposal(
                        term, proposal.sequence(), proposal.logTimeMicros(), proposal.commands()))),
        new Mutant(
            "log-time-fast",
            "Log time runs ahead of every clock.",
            "faults.md C7",
            Patches.entries(
                (proposal, _) ->
                    new Proposal(
                        proposal.expectedTerm(),
                        proposal.sequence(),
                        proposal.logTimeMicros() + 10_000_000,
                        proposal.commands()))),
        new Mutant(
            "log-time-frozen",
            "Log time stands still for ten minutes at a time.",
            "architecture.md 7.23",
            Patches.entries(
                (proposal, _) ->
                    new Proposal(
                        proposal.expectedTerm(),
                        proposal.sequence(),
                        proposal.logTimeMicros() - proposal.logTimeMicros() % 600_000_000,
                        proposal.commands()))),
        new Mutant(
            "change-skipped",
            "A data group says that a change was done before, and has not done it.",
            "architecture.md 7.19",
            Patches.commands(
                command ->
                    command instanceof CarryOutChange change && change.mark().index() % 3 == 0
                        ? new CarryOutChange(change.previousMark(), Mark.NONE, change.change())
                        : command)));
  }

  static Fittings enqueuing(UnaryOperator<NewMessage> patch) {
    return Patches.commands(
        command ->
            command instanceof EnqueueMessages enqueue
                ? new EnqueueMessages(
                    enqueue.queue(), enqueue.messages().stream().map(patch).toList())
                : command);
  }

  private static List<NewMessage> twice(List<NewMessage> messages) {
    List<NewMessage> both = new ArrayList<>(messages);
    for (NewMessage message : messages) {
      both.add(
          new NewMessage(
              new MessageId(message.id().high(), ~message.id().low()),
              message.fairnessKey(),
              message.weight(),
              message.throttleKeys(),
              message.enqueuedAtMillis(),
              message.payload()));
    }
    return both;
  }
}
