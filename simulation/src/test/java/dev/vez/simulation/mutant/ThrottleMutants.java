package dev.vez.simulation.mutant;

import static java.lang.constant.ConstantDescs.CD_long;
import static java.lang.constant.ConstantDescs.CD_void;

import dev.vez.domain.command.CarryOutChange;
import dev.vez.domain.command.CatalogueChange;
import dev.vez.domain.message.NewMessage;
import dev.vez.domain.record.BucketRecord;
import dev.vez.domain.record.Mutation;
import dev.vez.domain.record.RecordType;
import dev.vez.domain.record.StateRecord;
import dev.vez.simulation.audit.Invariant;
import java.lang.constant.MethodTypeDesc;
import java.util.List;
import java.util.function.Consumer;

/** Brokers whose rates do not hold. */
final class ThrottleMutants {

  private ThrottleMutants() {}

  static List<Mutant> all() {
    return List.of(
        new Mutant(
                "bucket-filled-by-new-leader",
                "A new leader begins with full buckets.",
                "faults.md Q9, Q10, architecture.md 7.9",
                PatchedBroker.atTakeOver("fillBuckets"))
            .foundBy(Invariant.THROTTLE_NEVER_EXCEEDED),
        new Mutant(
                "bucket-filled-by-restart",
                "A restart, or a snapshot, finds every bucket full.",
                "faults.md Q9, architecture.md 7.16",
                Patches.store(
                    store ->
                        new ForwardingStore(store) {
                          @Override
                          public void scan(RecordType type, Consumer<? super StateRecord> visitor) {
                            store.scan(type, record -> visitor.accept(filled(record)));
                          }
                        }))
            .foundBy(Invariant.THROTTLE_NEVER_EXCEEDED),
        new Mutant(
                "buckets-not-stored",
                "The state in memory has buckets that the store lacks.",
                "architecture.md 7.16",
                Patches.dropping(mutation -> mutation instanceof Mutation.Put(BucketRecord _)))
            .foundBy(Invariant.THROTTLE_NEVER_EXCEEDED),
        new Mutant(
                "tokens-given-twice",
                "A bucket gives every token to two messages.",
                "faults.md Q9",
                new PatchedBroker(
                    ClassPatch.constant("machine.Bucket", "take", 1_000_000, 500_000)))
            .foundBy(Invariant.THROTTLE_NEVER_EXCEEDED),
        new Mutant(
                "rate-change-fills-bucket",
                "A change of the rate fills the bucket.",
                "faults.md Q9",
                new PatchedBroker(
                    ClassPatch.body(
                        "machine.Bucket",
                        "change",
                        code ->
                            code.aload(0)
                                .lload(1)
                                .lload(3)
                                .lload(5)
                                .invokevirtual(
                                    ClassPatch.domain("machine.Bucket"),
                                    "renew",
                                    MethodTypeDesc.of(CD_void, CD_long, CD_long, CD_long))
                                .return_())))
            .foundBy(Invariant.THROTTLE_NEVER_EXCEEDED),
        new Mutant(
            "rate-not-carried-out",
            "A rate is set, and the group does not go by it.",
            "architecture.md 7.9, 7.19",
            Patches.commands(
                command ->
                    command instanceof CarryOutChange change
                            && change.change() instanceof CatalogueChange.SetBucket bucket
                        ? new CarryOutChange(
                            change.previousMark(),
                            change.mark(),
                            new CatalogueChange.RemoveBucket(bucket.throttleKey()))
                        : command)),
        new Mutant(
            "throttle-keys-lost",
            "The throttle keys that a script chose are not kept.",
            "architecture.md 7.9",
            EntryMutants.enqueuing(
                message ->
                    new NewMessage(
                        message.id(),
                        message.fairnessKey(),
                        message.weight(),
                        List.of(),
                        message.enqueuedAtMillis(),
                        message.payload(),
                        message.idempotencyKey()))),
        new Mutant(
            "blocked-flow-not-woken",
            "Nobody looks at a flow again that lacked a token.",
            "faults.md Q5",
            new PatchedBroker(
                ClassPatch.body("machine.Buckets", "ripen", code -> code.iconst_0().ireturn()))));
  }

  private static StateRecord filled(StateRecord record) {
    return record instanceof BucketRecord bucket
        ? new BucketRecord(
            bucket.throttleKey(),
            bucket.rateMicros(),
            bucket.burstMicros(),
            bucket.burstMicros(),
            0,
            bucket.refilledAtMicros(),
            bucket.turn(),
            bucket.removed())
        : record;
  }
}
