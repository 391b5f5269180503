package dev.vez.domain.machine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vez.domain.command.AckMessage;
import dev.vez.domain.command.AttachConsumer;
import dev.vez.domain.command.BecomeLeader;
import dev.vez.domain.command.CarryOutChange;
import dev.vez.domain.command.CatalogueChange;
import dev.vez.domain.command.Command;
import dev.vez.domain.command.DetachConsumer;
import dev.vez.domain.command.EnqueueMessages;
import dev.vez.domain.command.Entry;
import dev.vez.domain.command.GrantCredit;
import dev.vez.domain.command.NackMessage;
import dev.vez.domain.command.NackVerdict;
import dev.vez.domain.command.Proposal;
import dev.vez.domain.effect.Deliver;
import dev.vez.domain.hash.StateDigest;
import dev.vez.domain.id.ConsumerId;
import dev.vez.domain.id.LeaseId;
import dev.vez.domain.id.Mark;
import dev.vez.domain.id.MessageId;
import dev.vez.domain.id.QueueId;
import dev.vez.domain.message.Bytes;
import dev.vez.domain.message.NewMessage;
import dev.vez.domain.outcome.Outcome;
import dev.vez.domain.record.DelayedRecord;
import dev.vez.domain.record.FlowRecord;
import dev.vez.domain.record.GroupSettings;
import dev.vez.domain.record.IdempotencyKeyRecord;
import dev.vez.domain.record.KeyCountRecord;
import dev.vez.domain.record.KeyExpiryRecord;
import dev.vez.domain.record.LeaseRecord;
import dev.vez.domain.record.MessageRecord;
import dev.vez.domain.record.QueueRecord;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** A data group with its store: applies entries and checks after each what must always hold. */
final class GroupFixture {

  static final QueueId QUEUE = new QueueId(1, 0);
  static final QueueId DEAD_LETTERS = new QueueId(1, 1);
  static final long SECOND = 1_000_000;
  static final long VISIBILITY_MILLIS = 30_000;

  final MapStore store = new MapStore();
  final List<Deliver> delivered = new ArrayList<>();
  QueueMachine machine;
  long nowMicros = 1_000 * SECOND;
  long term = 1;
  long index;
  Mark mark = Mark.NONE;

  private final long windowBudgetBytes;
  private final boolean isReopening;
  private long messages;
  private long consumers;

  GroupFixture() {
    this(GroupSettings.DEFAULT, Long.MAX_VALUE, false);
  }

  /**
   * @param isReopening whether the machine is thrown away and recovered after every entry
   */
  GroupFixture(GroupSettings settings, long windowBudgetBytes, boolean isReopening) {
    this.windowBudgetBytes = windowBudgetBytes;
    this.isReopening = isReopening;
    machine = QueueMachine.recover(store, windowBudgetBytes);
    apply(new BecomeLeader(settings, 1));
  }

  static GroupFixture withQueue() {
    GroupFixture fixture = new GroupFixture();
    fixture.createQueue(QUEUE);
    return fixture;
  }

  Applied apply(Command... commands) {
    return applyAll(Arrays.asList(commands));
  }

  Applied applyAll(List<? extends Command> commands) {
    index++;
    Entry entry =
        new Entry(index, term, new Proposal(term, index, nowMicros, List.copyOf(commands)));
    Applied applied = machine.apply(entry);
    store.write(applied.mutations());
    assertThat(machine.digest()).isEqualTo(StateDigest.recount(store));
    checkCounts();
    checkKeys();
    applied.effects().stream()
        .filter(Deliver.class::isInstance)
        .map(Deliver.class::cast)
        .forEach(delivered::add);
    if (isReopening) {
      reopen();
    }
    return applied;
  }

  Outcome outcome(Command command) {
    return apply(command).outcomes().getFirst();
  }

  void reopen() {
    machine = QueueMachine.recover(store, windowBudgetBytes);
    assertThat(machine.digest()).isEqualTo(StateDigest.recount(store));
  }

  void createQueue(QueueId queue) {
    change(new CatalogueChange.CreateQueues(List.of(new QueueRecord(queue, VISIBILITY_MILLIS))));
  }

  void setBucket(String key, long rateMicros, long burstMicros) {
    change(new CatalogueChange.SetBucket(key, rateMicros, burstMicros));
  }

  void removeBucket(String key) {
    change(new CatalogueChange.RemoveBucket(key));
  }

  private void change(CatalogueChange change) {
    Mark next = new Mark(1, mark.ordinal() + 1);
    apply(new CarryOutChange(mark, next, change));
    mark = next;
  }

  void host(QueueId queue) {
    carryOut(new CatalogueChange.CreateQueues(List.of(new QueueRecord(queue, VISIBILITY_MILLIS))));
  }

  /** A queue whose dead letters go to {@link #DEAD_LETTERS}. */
  static GroupFixture withDeadLetters() {
    return withDeadLetters(GroupSettings.DEFAULT);
  }

  static GroupFixture withDeadLetters(GroupSettings settings) {
    GroupFixture fixture = new GroupFixture(settings, Long.MAX_VALUE, true);
    fixture.carryOut(
        new CatalogueChange.CreateQueues(
            List.of(
                new QueueRecord(
                    QUEUE, VISIBILITY_MILLIS, DEAD_LETTERS, QueueRecord.MAX_ATTEMPTS_OF_GROUP),
                new QueueRecord(DEAD_LETTERS, VISIBILITY_MILLIS))));
    return fixture;
  }

  Applied carryOut(CatalogueChange change) {
    Mark next = new Mark(mark.index() + 1, 0);
    Applied applied = apply(new CarryOutChange(mark, next, change));
    mark = next;
    return applied;
  }

  void advance(long micros) {
    nowMicros += micros;
  }

  NewMessage message(String key, int weight) {
    messages++;
    byte[] payload = ("payload " + messages).getBytes(StandardCharsets.UTF_8);
    return new NewMessage(
        new MessageId(7, messages), key, weight, List.of(), 1_000, Bytes.wrap(payload));
  }

  /** Messages of one fairness key that carry throttle keys. */
  EnqueueMessages throttled(
      QueueId queue, String key, int weight, int count, String... throttleKeys) {
    List<NewMessage> batch = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      NewMessage plain = message(key, weight);
      batch.add(
          new NewMessage(plain.id(), key, weight, List.of(throttleKeys), 1_000, plain.payload()));
    }
    return new EnqueueMessages(queue, batch);
  }

  EnqueueMessages enqueue(String... keys) {
    return new EnqueueMessages(QUEUE, Arrays.stream(keys).map(key -> message(key, 1)).toList());
  }

  EnqueueMessages enqueueMany(String key, int weight, int count) {
    List<NewMessage> batch = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      batch.add(message(key, weight));
    }
    return new EnqueueMessages(QUEUE, batch);
  }

  ConsumerId attach(long credit) {
    return attach(QUEUE, credit);
  }

  ConsumerId attach(QueueId queue, long credit) {
    ConsumerId consumer = new ConsumerId(term, ++consumers);
    apply(new AttachConsumer(queue, consumer, credit));
    return consumer;
  }

  GrantCredit grant(ConsumerId consumer, long creditUpTo, LeaseId handedOver) {
    return new GrantCredit(QUEUE, consumer, creditUpTo, handedOver);
  }

  DetachConsumer detach(ConsumerId consumer, LeaseId handedOver) {
    return new DetachConsumer(QUEUE, consumer, handedOver);
  }

  static AckMessage ack(Deliver deliver) {
    return new AckMessage(deliver.queue(), deliver.message().id(), deliver.lease());
  }

  static NackMessage nack(Deliver deliver) {
    return nack(deliver, NackVerdict.Retry.AT_ONCE);
  }

  static NackMessage nack(Deliver deliver, NackVerdict verdict) {
    return nack(deliver.queue(), deliver.message().id(), deliver.lease(), verdict);
  }

  static NackMessage nack(QueueId queue, MessageId message, LeaseId lease, NackVerdict verdict) {
    return new NackMessage(queue, message, lease, verdict, "it broke", 2_000);
  }

  NewMessage keyed(String idempotencyKey) {
    NewMessage plain = message("a", 1);
    return new NewMessage(plain.id(), "a", 1, List.of(), 1_000, plain.payload(), idempotencyKey);
  }

  /** What was delivered since the last call. */
  List<Deliver> takeDelivered() {
    List<Deliver> result = List.copyOf(delivered);
    delivered.clear();
    return result;
  }

  List<String> takeDeliveredKeys() {
    return takeDelivered().stream().map(Deliver::fairnessKey).toList();
  }

  QueueFigures figures() {
    return machine.figures(QUEUE).orElseThrow();
  }

  QueueFigures figures(QueueId queue) {
    return machine.figures(queue).orElseThrow();
  }

  /** What is waiting in a queue, in the order of the flows and their places. */
  List<MessageRecord> waiting(QueueId queue) {
    return store.all(MessageRecord.class).stream()
        .filter(message -> message.queue().equals(queue))
        .toList();
  }

  /** Each key that was used has its end, and each queue knows how many it has. */
  private void checkKeys() {
    List<IdempotencyKeyRecord> used = store.all(IdempotencyKeyRecord.class);
    List<KeyExpiryRecord> ends = store.all(KeyExpiryRecord.class);
    assertThat(ends.stream().filter(end -> !end.isSuperseded()).map(KeyExpiryRecord::used))
        .containsExactlyInAnyOrderElementsOf(used);
    Map<QueueId, Long> counts =
        used.stream()
            .collect(Collectors.groupingBy(IdempotencyKeyRecord::queue, Collectors.counting()));
    List<KeyCountRecord> told = store.all(KeyCountRecord.class);
    assertThat(told).hasSameSizeAs(counts.keySet());
    for (KeyCountRecord count : told) {
      assertThat(count.keys()).isEqualTo(counts.get(count.queue()));
      assertThat(count.nextExpiryMicros())
          .isEqualTo(store.readKeyExpiries(count.queue(), 0, 1).getFirst().expiresMicros());
    }
  }

  /** Flow rows, message rows, lease rows and delayed rows agree with each other. */
  private void checkCounts() {
    Map<String, List<MessageRecord>> waiting =
        store.all(MessageRecord.class).stream()
            .collect(Collectors.groupingBy(m -> m.queue() + " " + m.fairnessKey()));
    Map<String, Long> leased =
        store.all(LeaseRecord.class).stream()
            .collect(
                Collectors.groupingBy(
                    l -> l.queue() + " " + l.fairnessKey(), Collectors.counting()));
    Map<String, Long> delayed =
        store.all(DelayedRecord.class).stream()
            .collect(
                Collectors.groupingBy(
                    d -> d.queue() + " " + d.fairnessKey(), Collectors.counting()));
    for (FlowRecord flow : store.all(FlowRecord.class)) {
      String name = flow.queue() + " " + flow.fairnessKey();
      List<MessageRecord> messagesOfFlow = waiting.getOrDefault(name, List.of());
      assertThat(flow.pending()).isEqualTo(messagesOfFlow.size());
      assertThat(flow.leased()).isEqualTo(leased.getOrDefault(name, 0L));
      assertThat(flow.delayed()).isEqualTo(delayed.getOrDefault(name, 0L));
      for (MessageRecord message : messagesOfFlow) {
        if (message.place().compareTo(flow.first()) < 0
            || message.place().compareTo(flow.last()) > 0) {
          throw new AssertionError("Expected " + message.place() + " within " + flow);
        }
      }
    }
  }
}
