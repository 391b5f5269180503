package dev.vez.simulation.mutant;

import dev.vez.domain.id.Place;
import dev.vez.domain.id.QueueId;
import dev.vez.domain.message.Bytes;
import dev.vez.domain.message.MessageInfo;
import dev.vez.domain.record.ConsumerRecord;
import dev.vez.domain.record.FlowRecord;
import dev.vez.domain.record.GroupRecord;
import dev.vez.domain.record.LeaseRecord;
import dev.vez.domain.record.MessageRecord;
import dev.vez.domain.record.Mutation;
import dev.vez.domain.record.PayloadRecord;
import dev.vez.domain.record.RecordKey;
import dev.vez.domain.record.RecordType;
import dev.vez.domain.record.StateRecord;
import dev.vez.ports.recovery.StoreBatch;
import dev.vez.ports.recovery.StoreException;
import dev.vez.simulation.world.Fittings;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;

/** Stores that do not hold what the state is, or do not give it back. */
final class StoreMutants {

  private StoreMutants() {}

  static List<Mutant> all() {
    return List.of(
        new Mutant(
            "sync-does-nothing",
            "What was answered is not on disk.",
            "faults.md D1, D12",
            Patches.store(
                store ->
                    new ForwardingStore(store) {
                      @Override
                      public void sync() {}
                    })),
        new Mutant(
            "sync-error-swallowed",
            "A sync that failed counts as done.",
            "faults.md D6",
            Patches.store(
                store ->
                    new ForwardingStore(store) {
                      @Override
                      public void sync() {
                        quietly(store::sync);
                      }
                    })),
        new Mutant(
            "write-error-swallowed",
            "A batch that could not be written counts as applied.",
            "architecture.md 7.1",
            Patches.store(
                store ->
                    new ForwardingStore(store) {
                      @Override
                      public void write(StoreBatch batch) {
                        quietly(() -> store.write(batch));
                      }
                    })),
        missing("consumers", "architecture.md 7.16", it -> it instanceof ConsumerRecord),
        missing("flows", "architecture.md 7.16, faults.md Q10", it -> it instanceof FlowRecord),
        missing("leases", "architecture.md 7.9", it -> it instanceof LeaseRecord),
        missing("log-time", "architecture.md 7.16, 7.23", it -> it instanceof GroupRecord),
        missing("messages", "architecture.md 7.5", it -> it instanceof MessageRecord),
        missing("payloads", "architecture.md 7.5", it -> it instanceof PayloadRecord),
        left("lease", "architecture.md 7.3", RecordType.LEASE),
        left("message", "architecture.md 7.4, faults.md Q3", RecordType.MESSAGE),
        left("consumer", "architecture.md 7.21", RecordType.CONSUMER),
        left("payload", "faults.md Q6", RecordType.PAYLOAD),
        left("flow", "architecture.md 7.16", RecordType.FLOW),
        new Mutant(
            "deleted-rows-stay",
            "The rows of a deleted queue are left in the store.",
            "architecture.md 7.11",
            Patches.dropping(mutation -> mutation instanceof Mutation.RemoveQueue)),
        forgotten("leases", "architecture.md 7.4, 7.7", RecordType.LEASE),
        forgotten("consumers", "architecture.md 7.16", RecordType.CONSUMER),
        forgotten("flows", "architecture.md 7.10, faults.md D4", RecordType.FLOW),
        new Mutant(
            "page-skips-a-message",
            "A page of a flow begins after its first message.",
            "faults.md Q4",
            Patches.store(
                store ->
                    new ForwardingStore(store) {
                      @Override
                      public List<MessageRecord> readMessages(
                          QueueId queue, String fairnessKey, Place from, int limit) {
                        List<MessageRecord> page =
                            store.readMessages(queue, fairnessKey, from, limit + 1);
                        return page.size() < 2 ? page : page.subList(1, page.size());
                      }
                    })),
        new Mutant(
            "attempts-not-kept",
            "A message that is read from the store has lost its attempts.",
            "architecture.md 7.9",
            Patches.store(
                store ->
                    new ForwardingStore(store) {
                      @Override
                      public void write(StoreBatch batch) {
                        store.write(
                            new StoreBatch(
                                batch.position(),
                                batch.mutations().stream()
                                    .map(StoreMutants::withoutAttempts)
                                    .toList()));
                      }
                    })),
        new Mutant(
            "payload-of-another",
            "A message comes with the payload of the one before it.",
            "architecture.md 7.17",
            Patches.store(
                store ->
                    new ForwardingStore(store) {
                      @Override
                      public Optional<Bytes> readPayload(QueueId queue, Place enqueued) {
                        Optional<Bytes> before =
                            store.readPayload(queue, new Place(enqueued.index() - 1, 0));
                        return before.isPresent() ? before : store.readPayload(queue, enqueued);
                      }
                    })));
  }

  /** Records of a kind that are never written. */
  private static Mutant missing(String what, String source, Predicate<StateRecord> isMeant) {
    return new Mutant(
        what + "-not-stored",
        "The state in memory has " + what + " that the store lacks.",
        source,
        Patches.dropping(
            mutation -> mutation instanceof Mutation.Put(var record) && isMeant.test(record)));
  }

  /** Rows of a kind that are never removed. */
  private static Mutant left(String what, String source, RecordType type) {
    return new Mutant(
        what + "-rows-stay",
        "A " + what + " that is gone is left in the store.",
        source,
        Patches.dropping(
            mutation -> mutation instanceof Mutation.Remove(RecordKey key) && key.type() == type));
  }

  /** Rows of a kind that a recovery does not see. */
  private static Mutant forgotten(String what, String source, RecordType type) {
    Fittings fittings =
        Patches.store(
            store ->
                new ForwardingStore(store) {
                  @Override
                  public void scan(RecordType asked, Consumer<? super StateRecord> visitor) {
                    if (asked != type) {
                      store.scan(asked, visitor);
                    }
                  }
                });
    return new Mutant(
        what + "-not-recovered",
        "A restart, or a snapshot, forgets the " + what + ".",
        source,
        fittings);
  }

  private static Mutation withoutAttempts(Mutation mutation) {
    if (mutation instanceof Mutation.Put(MessageRecord record)) {
      MessageInfo message = record.message();
      return new Mutation.Put(
          new MessageRecord(
              record.queue(),
              record.fairnessKey(),
              record.place(),
              new MessageInfo(
                  message.id(),
                  message.enqueued(),
                  message.weight(),
                  message.throttleKeys(),
                  0,
                  message.enqueuedAtMillis(),
                  message.payloadHash(),
                  message.failuresHash())));
    }
    return mutation;
  }

  private static void quietly(Runnable task) {
    try {
      task.run();
    } catch (StoreException swallowed) {
      // Which is what this mutant does.
    }
  }
}
