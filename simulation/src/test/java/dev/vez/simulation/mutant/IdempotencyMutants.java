package dev.vez.simulation.mutant;

import dev.vez.domain.id.QueueId;
import dev.vez.domain.record.IdempotencyKeyRecord;
import dev.vez.domain.record.Mutation;
import dev.vez.ports.recovery.StateStore;
import dev.vez.ports.recovery.StoreBatch;
import dev.vez.simulation.audit.Invariant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Brokers that do not know a repeat, or take another message for one. */
final class IdempotencyMutants {

  private IdempotencyMutants() {}

  static List<Mutant> all() {
    return List.of(
        new Mutant(
                "keys-not-stored",
                "Idempotency keys are known in the entry that used them alone.",
                "architecture.md 7.16",
                Patches.dropping(
                    mutation -> mutation instanceof Mutation.Put(IdempotencyKeyRecord _)))
            .foundBy(Invariant.ONE_MESSAGE_PER_KEY),
        new Mutant(
                "keys-forgotten-by-restart",
                "A restart, or a snapshot, forgets the idempotency keys.",
                "architecture.md 7.9, 7.10",
                Patches.store(Forgetful::new))
            .foundBy(Invariant.ONE_MESSAGE_PER_KEY),
        new Mutant(
                "keys-forgotten-by-new-leader",
                "A new leader knows no idempotency keys.",
                "architecture.md 7.9",
                PatchedBroker.atTakeOver("forgetKeys"))
            .foundBy(Invariant.ONE_MESSAGE_PER_KEY),
        new Mutant(
                "key-window-too-short",
                "An idempotency key is forgotten long before its window ends.",
                "architecture.md 7.9",
                new PatchedBroker(
                    ClassPatch.constant("machine.IdempotencyKeys", "judge", 1_000, 5)))
            .foundBy(Invariant.ONE_MESSAGE_PER_KEY),
        new Mutant(
                "key-window-ignored",
                "An idempotency key is known for ever.",
                "architecture.md 7.9",
                new PatchedBroker(
                    ClassPatch.constant("machine.IdempotencyKeys", "judge", 1_000, 1_000_000)))
            .foundBy(Invariant.ONE_MESSAGE_PER_KEY));
  }

  /** Gives back the keys that were written since it was opened. */
  private static final class Forgetful extends ForwardingStore {

    private final StateStore store;
    private final Set<IdempotencyKeyRecord> written = new HashSet<>();

    Forgetful(StateStore store) {
      super(store);
      this.store = store;
    }

    @Override
    public void write(StoreBatch batch) {
      store.write(batch);
      for (Mutation mutation : batch.mutations()) {
        if (mutation instanceof Mutation.Put(IdempotencyKeyRecord used)) {
          written.add(used);
        }
      }
    }

    @Override
    public Optional<IdempotencyKeyRecord> readIdempotencyKey(QueueId queue, String idempotencyKey) {
      return store.readIdempotencyKey(queue, idempotencyKey).filter(written::contains);
    }
  }
}
