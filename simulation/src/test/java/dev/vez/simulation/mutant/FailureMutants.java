package dev.vez.simulation.mutant;

import static java.lang.constant.ConstantDescs.CD_int;
import static java.lang.constant.ConstantDescs.CD_long;
import static java.lang.constant.ConstantDescs.CD_void;

import dev.vez.domain.command.CarryOutChange;
import dev.vez.domain.command.CatalogueChange;
import dev.vez.domain.command.NackMessage;
import dev.vez.domain.command.NackVerdict;
import dev.vez.simulation.audit.Invariant;
import java.lang.classfile.CodeBuilder;
import java.lang.constant.ClassDesc;
import java.lang.constant.MethodTypeDesc;
import java.util.List;

/** Brokers that retry, delay, give up and redrive as they should not. */
final class FailureMutants {

  private static final ClassDesc GROUP = ClassPatch.domain("machine.QueueGroup");
  private static final ClassDesc QUEUE = ClassPatch.domain("machine.HostedQueue");
  private static final ClassDesc FLOW = ClassPatch.domain("machine.Flow");
  private static final ClassDesc TRANSFERS = ClassPatch.domain("machine.Transfers");
  private static final ClassDesc STEP = ClassPatch.domain("machine.RedriveStep");
  private static final ClassDesc MESSAGE = ClassPatch.domain("message.MessageInfo");
  private static final ClassDesc WRONG = ClassPatch.domain("machine.WrongRules");

  private FailureMutants() {}

  static List<Mutant> all() {
    return List.of(
        new Mutant(
                "delays-ended-by-new-leader",
                "A new leader, and so a restart, brings back what is delayed.",
                "architecture.md 7.9, fila-v1.md 3",
                PatchedBroker.atTakeOver("endDelays"))
            .foundBy(Invariant.DELAY_KEPT),
        new Mutant(
                "failure-verdict-lost",
                "What a script decided on a failure is forgotten.",
                "architecture.md 7.9",
                Patches.commands(
                    command ->
                        command instanceof NackMessage nack
                            ? new NackMessage(
                                nack.queue(),
                                nack.message(),
                                nack.lease(),
                                NackVerdict.Retry.AT_ONCE,
                                nack.error(),
                                nack.failedAtMillis())
                            : command))
            .foundBy(Invariant.DELAY_KEPT),
        new Mutant(
                "dead-letters-stay",
                "What a script gave up is retried.",
                "faults.md Q6, architecture.md 7.9",
                Patches.commands(
                    command ->
                        command instanceof NackMessage nack
                                && nack.verdict() instanceof NackVerdict.DeadLetter
                            ? new NackMessage(
                                nack.queue(),
                                nack.message(),
                                nack.lease(),
                                NackVerdict.Retry.AT_ONCE,
                                nack.error(),
                                nack.failedAtMillis())
                            : command))
            .foundBy(Invariant.DEAD_LETTERS_MOVE),
        new Mutant(
                "attempts-without-limit",
                "No limit on attempts counts.",
                "faults.md Q6",
                new PatchedBroker(
                    ClassPatch.body(
                        "machine.Failures",
                        "isDead",
                        code ->
                            code.aload(3)
                                .instanceOf(
                                    ClassPatch.domain("command.NackVerdict").nested("DeadLetter"))
                                .ireturn())))
            .foundBy(Invariant.DEAD_LETTERS_MOVE),
        new Mutant(
                "attempt-limit-not-carried-out",
                "A limit on attempts is set, and the group does not go by it.",
                "architecture.md 7.9",
                Patches.commands(
                    command ->
                        command instanceof CarryOutChange change
                                && change.change() instanceof CatalogueChange.SetMaxAttempts limit
                            ? new CarryOutChange(
                                change.previousMark(),
                                change.mark(),
                                new CatalogueChange.SetMaxAttempts(limit.queue(), 0))
                            : command))
            .foundBy(Invariant.DEAD_LETTERS_MOVE),
        new Mutant(
                "attempts-reset-by-failure",
                "A failed attempt sets the attempts to 0.",
                "architecture.md 7.9",
                new PatchedBroker(
                    ClassPatch.body(
                        "message.MessageInfo",
                        "withOneMoreAttempt",
                        code ->
                            code.aload(0)
                                .iconst_0()
                                .lload(1)
                                .invokevirtual(
                                    MESSAGE, "with", MethodTypeDesc.of(MESSAGE, CD_int, CD_long))
                                .areturn())))
            .foundBy(Invariant.ATTEMPTS_ONLY_GROW),
        new Mutant(
                "redrive-keeps-attempts",
                "A message that is redriven keeps its failed attempts.",
                "fila-v1.md 3",
                new PatchedBroker(
                    ClassPatch.body(
                        "message.MessageInfo", "withoutAttempts", code -> code.aload(0).areturn())))
            .foundBy(Invariant.ATTEMPTS_ONLY_GROW),
        new Mutant(
                "dead-letter-lost",
                "A message leaves its queue and does not come to another.",
                "architecture.md 7.9, faults.md Q1",
                new PatchedBroker(
                    ClassPatch.body(
                        "machine.Transfers",
                        "move",
                        code ->
                            code.aload(0)
                                .getfield(TRANSFERS, "group", GROUP)
                                .aload(1)
                                .aload(3)
                                .invokestatic(
                                    WRONG, "drop", MethodTypeDesc.of(CD_void, GROUP, FLOW, MESSAGE))
                                .return_())))
            .foundBy(Invariant.NO_ACCEPTED_MESSAGE_LOST),
        new Mutant(
                "dead-letter-doubled",
                "A message comes to the dead-letter queue and stays in its queue.",
                "architecture.md 7.9, faults.md Q2",
                new PatchedBroker(beforeMove("copyDeadLetter")))
            .foundBy(Invariant.MESSAGE_IN_EXACTLY_ONE_PLACE),
        new Mutant(
                "redrive-leaves-copy",
                "A message comes back and stays in the dead-letter queue.",
                "architecture.md 7.9, faults.md Q2",
                new PatchedBroker(beforeMove("copyRedriven")))
            .foundBy(Invariant.MESSAGE_IN_EXACTLY_ONE_PLACE),
        new Mutant(
                "redrive-takes-leased",
                "A redrive moves also what a consumer holds.",
                "fila-v1.md 3, faults.md Q2",
                new PatchedBroker(
                    ClassPatch.before("machine.RedriveStep", "run", FailureMutants::redriveLeased)))
            .foundBy(Invariant.NO_LEASE_TAKEN_BEFORE_DEADLINE));
  }

  private static ClassPatch beforeMove(String rule) {
    return ClassPatch.before(
        "machine.Transfers",
        "move",
        code ->
            code.aload(0)
                .getfield(TRANSFERS, "group", GROUP)
                .aload(1)
                .aload(2)
                .aload(3)
                .invokestatic(
                    WRONG, rule, MethodTypeDesc.of(CD_void, GROUP, FLOW, QUEUE, MESSAGE)));
  }

  private static void redriveLeased(CodeBuilder code) {
    code.aload(0)
        .getfield(STEP, "group", GROUP)
        .aload(0)
        .getfield(STEP, "queue", QUEUE)
        .aload(1)
        .aload(0)
        .getfield(STEP, "transfers", TRANSFERS)
        .invokestatic(
            WRONG, "redriveLeased", MethodTypeDesc.of(CD_void, GROUP, QUEUE, QUEUE, TRANSFERS));
  }
}
