package dev.vez.domain.machine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vez.domain.command.AckMessage;
import dev.vez.domain.command.AckMessages;
import dev.vez.domain.command.CarryOutChange;
import dev.vez.domain.command.CatalogueChange;
import dev.vez.domain.command.Command;
import dev.vez.domain.command.EnqueueMessages;
import dev.vez.domain.id.MessageId;
import dev.vez.domain.id.Place;
import dev.vez.domain.id.QueueId;
import dev.vez.domain.message.MessageInfo;
import dev.vez.domain.outcome.Acked;
import dev.vez.domain.outcome.AcksJudged;
import dev.vez.domain.outcome.EnqueueJudgement;
import dev.vez.domain.outcome.Enqueued;
import dev.vez.domain.outcome.EnqueuesJudged;
import dev.vez.domain.outcome.Outcome;
import dev.vez.domain.record.DelayedRecord;
import dev.vez.domain.record.FailureRecord;
import dev.vez.domain.record.LeaseRecord;
import dev.vez.domain.record.MessageRecord;
import dev.vez.domain.record.PayloadRecord;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Knows which messages there must be, from commands and outcomes alone, and looks for them. */
final class MessageLedger {

  private record Seen(QueueId queue, MessageInfo message) {}

  private record Enqueue(QueueId queue, Place place) {}

  private final Set<MessageId> alive = new HashSet<>();
  private Map<MessageId, Seen> before = new HashMap<>();

  /** Checks the store after an entry. */
  void check(long index, List<Command> commands, List<Outcome> outcomes, MapStore store) {
    boolean isDeleting = note(commands, outcomes);
    List<Seen> places = new ArrayList<>();
    store.all(MessageRecord.class).forEach(r -> places.add(new Seen(r.queue(), r.message())));
    store.all(LeaseRecord.class).forEach(r -> places.add(new Seen(r.queue(), r.message())));
    store.all(DelayedRecord.class).forEach(r -> places.add(new Seen(r.queue(), r.message())));
    Map<MessageId, Seen> now = new HashMap<>();
    for (Seen seen : places) {
      assertThat(now.put(seen.message().id(), seen)).as("in one place").isNull();
      assertAttempts(before.get(seen.message().id()), seen);
    }
    if (isDeleting) {
      // What an entry moves into a queue that it deletes cannot be told from what was there.
      assertThat(alive.containsAll(now.keySet())).isTrue();
      alive.retainAll(now.keySet());
    } else {
      assertThat(now.keySet().equals(alive)).as("nothing lost, nothing doubled").isTrue();
    }
    assertBelongings(now.values(), store);
    assertHeadsFirst(index, store);
    before = now;
  }

  private boolean note(List<Command> commands, List<Outcome> outcomes) {
    boolean isDeleting = false;
    for (int i = 0; i < commands.size(); i++) {
      Command command = commands.get(i);
      Outcome outcome = outcomes.get(i);
      if (command instanceof EnqueueMessages enqueue && outcome instanceof Enqueued) {
        enqueue.messages().forEach(message -> alive.add(message.id()));
      } else if (command instanceof EnqueueMessages enqueue
          && outcome instanceof EnqueuesJudged judged) {
        for (int each = 0; each < enqueue.messages().size(); each++) {
          if (judged.judgements().get(each) instanceof EnqueueJudgement.Accepted) {
            alive.add(enqueue.messages().get(each).id());
          }
        }
      } else if (command instanceof AckMessage ack && outcome instanceof Acked) {
        alive.remove(ack.message());
      } else if (command instanceof AckMessages acks && outcome instanceof AcksJudged judged) {
        for (int each = 0; each < acks.messages().size(); each++) {
          if (judged.outcomes().get(each) instanceof Acked) {
            alive.remove(acks.messages().get(each).id());
          }
        }
      } else if (command instanceof CarryOutChange change) {
        isDeleting |= change.change() instanceof CatalogueChange.DeleteQueues;
      }
    }
    return isDeleting;
  }

  private static void assertAttempts(@Nullable Seen earlier, Seen now) {
    if (earlier == null) {
      assertThat(now.message().attempts()).isZero();
    } else if (now.message().attempts() < earlier.message().attempts()) {
      assertThat(now.message().attempts()).as("forgotten by a redrive").isZero();
      assertThat(now.queue()).isNotEqualTo(earlier.queue());
    } else {
      assertThat(now.message().attempts() - earlier.message().attempts()).isLessThanOrEqualTo(1);
    }
  }

  /** Each message has a payload, and a history where it says so; nobody else has. */
  private static void assertBelongings(Iterable<Seen> messages, MapStore store) {
    Set<Enqueue> payloads = new HashSet<>();
    Set<Enqueue> failures = new HashSet<>();
    for (Seen seen : messages) {
      Enqueue enqueue = new Enqueue(seen.queue(), seen.message().enqueued());
      payloads.add(enqueue);
      if (seen.message().failuresHash() != 0) {
        failures.add(enqueue);
      }
      assertThat(seen.message().failuresHash() != 0).isEqualTo(seen.message().attempts() > 0);
    }
    Set<Enqueue> storedPayloads = new HashSet<>();
    for (PayloadRecord payload : store.all(PayloadRecord.class)) {
      storedPayloads.add(new Enqueue(payload.queue(), payload.enqueued()));
    }
    Set<Enqueue> storedFailures = new HashSet<>();
    for (FailureRecord failure : store.all(FailureRecord.class)) {
      storedFailures.add(new Enqueue(failure.queue(), failure.enqueued()));
    }
    assertThat(storedPayloads.equals(payloads)).as("payloads are those of messages").isTrue();
    assertThat(storedFailures.equals(failures)).as("histories are those of messages").isTrue();
  }

  /** What an entry has leased lay before all that still waits in the same flow. */
  private static void assertHeadsFirst(long index, MapStore store) {
    Map<String, Place> heads = new HashMap<>();
    for (MessageRecord waiting : store.all(MessageRecord.class)) {
      heads.merge(
          waiting.queue() + " " + waiting.fairnessKey(),
          waiting.place(),
          (one, other) -> one.compareTo(other) < 0 ? one : other);
    }
    for (LeaseRecord lease : store.all(LeaseRecord.class)) {
      Place head = heads.get(lease.queue() + " " + lease.fairnessKey());
      if (lease.id().index() == index && head != null) {
        assertThat(lease.place()).isLessThan(head);
      }
    }
  }
}
