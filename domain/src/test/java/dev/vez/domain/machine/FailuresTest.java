package dev.vez.domain.machine;

import static dev.vez.domain.machine.GroupFixture.DEAD_LETTERS;
import static dev.vez.domain.machine.GroupFixture.QUEUE;
import static dev.vez.domain.machine.GroupFixture.SECOND;
import static dev.vez.domain.machine.GroupFixture.ack;
import static dev.vez.domain.machine.GroupFixture.nack;
import static org.assertj.core.api.Assertions.assertThat;

import dev.vez.domain.command.CatalogueChange;
import dev.vez.domain.command.EnqueueMessages;
import dev.vez.domain.command.NackVerdict;
import dev.vez.domain.command.Tick;
import dev.vez.domain.effect.DeadLettersRetried;
import dev.vez.domain.effect.Deliver;
import dev.vez.domain.effect.Effect;
import dev.vez.domain.effect.LeasesExpired;
import dev.vez.domain.effect.WakeAt;
import dev.vez.domain.id.ConsumerId;
import dev.vez.domain.id.LeaseId;
import dev.vez.domain.id.MessageId;
import dev.vez.domain.id.QueueId;
import dev.vez.domain.message.Bytes;
import dev.vez.domain.message.FailedAttempt;
import dev.vez.domain.message.FailureHistory;
import dev.vez.domain.message.NewMessage;
import dev.vez.domain.outcome.DeadLettered;
import dev.vez.domain.outcome.LeaseMissing;
import dev.vez.domain.outcome.Nacked;
import dev.vez.domain.record.DelayedRecord;
import dev.vez.domain.record.FailureRecord;
import dev.vez.domain.record.GroupSettings;
import dev.vez.domain.record.MessageRecord;
import dev.vez.domain.record.PayloadRecord;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What becomes of a message whose attempt failed. Every entry is followed by a recovery. */
class FailuresTest {

  private static final NackVerdict DEAD = new NackVerdict.DeadLetter();

  private final GroupFixture group = GroupFixture.withDeadLetters();

  // Delays

  @Test
  void shouldBringADelayedMessageBackWhenItsTimeHasCome() {
    group.attach(10);
    group.apply(group.enqueue("a"));
    Deliver first = group.takeDelivered().getFirst();

    Applied nacked = group.apply(nack(first, new NackVerdict.Retry(5_000)));

    assertThat(nacked.outcomes()).containsExactly(new Nacked(1, false));
    assertThat(nacked.effects()).contains(new WakeAt(group.nowMicros + 5 * SECOND));
    assertThat(group.figures()).isEqualTo(new QueueFigures(QUEUE, 0, 1, 0, 1, 0));
    group.advance(5 * SECOND - 1);
    group.apply(new Tick());
    assertThat(group.takeDelivered()).as("not a microsecond early").isEmpty();
    group.advance(1);
    group.apply(new Tick());
    assertThat(group.takeDelivered())
        .singleElement()
        .satisfies(
            again -> {
              assertThat(again.message().id()).isEqualTo(first.message().id());
              assertThat(again.message().attempts()).isEqualTo(1);
            });
    assertThat(group.store.all(DelayedRecord.class)).isEmpty();
  }

  @Test
  void shouldBringDelayedMessagesBackInTheOrderInWhichTheyAreDueBehindWhatWaits() {
    ConsumerId consumer = group.attach(3);
    group.apply(group.enqueue("a", "a", "a", "a"));
    List<Deliver> first = group.takeDelivered();
    group.apply(
        nack(first.get(0), new NackVerdict.Retry(3_000)),
        nack(first.get(1), new NackVerdict.Retry(1_000)),
        nack(first.get(2), new NackVerdict.Retry(1_000)));
    group.advance(10 * SECOND);
    group.apply(new Tick());

    group.apply(group.grant(consumer, 20, LeaseId.NONE));

    assertThat(group.takeDelivered())
        .extracting(deliver -> deliver.message().id().low())
        .containsExactly(4L, 2L, 3L, 1L);
  }

  @Test
  void shouldBringBackABoundedNumberInOneEntryAndAskToGoOnAtOnce() {
    GroupFixture slow =
        GroupFixture.withDeadLetters(new GroupSettings(1, 100, 100, 100, 100, 3, 0));
    slow.attach(7);
    slow.apply(slow.enqueueMany("a", 1, 7));
    slow.applyAll(
        slow.takeDelivered().stream().map(d -> nack(d, new NackVerdict.Retry(1_000))).toList());
    slow.advance(2 * SECOND);

    Applied one = slow.apply(new Tick());

    assertThat(slow.figures().pending()).isEqualTo(3);
    assertThat(one.effects()).contains(new WakeAt(slow.nowMicros));
    slow.apply(new Tick());
    Applied last = slow.apply(new Tick());
    assertThat(slow.figures().pending()).isEqualTo(7);
    assertThat(last.effects()).doesNotHaveAnyElementsOfTypes(WakeAt.class);
  }

  @Test
  void shouldBringEachOfManyBackOnceThatAreDueAtTheSameTime() {
    GroupFixture many =
        GroupFixture.withDeadLetters(new GroupSettings(1, 4_000, 4_000, 4_000, 4_000, 2_000, 0));
    many.attach(1_500);
    many.apply(many.enqueueMany("a", 1, 1_500));
    many.applyAll(
        many.takeDelivered().stream().map(d -> nack(d, new NackVerdict.Retry(1_000))).toList());
    many.advance(2 * SECOND);

    Applied one = many.apply(new Tick());

    assertThat(many.figures().pending()).isEqualTo(1_024);
    assertThat(one.effects()).contains(new WakeAt(many.nowMicros));
    many.apply(new Tick());
    assertThat(many.figures().pending()).isEqualTo(1_500);
    assertThat(many.figures().delayed()).isZero();
  }

  @Test
  void shouldKeepTheFlowOfADelayedMessageAndForgetBothWithTheQueue() {
    group.attach(10);
    group.apply(group.enqueue("a"));
    group.apply(nack(group.takeDelivered().getFirst(), new NackVerdict.Retry(1_000)));

    group.carryOut(new CatalogueChange.DeleteQueues(List.of(QUEUE)));

    assertThat(group.store.all(DelayedRecord.class)).isEmpty();
    assertThat(group.store.all(FailureRecord.class)).isEmpty();
    group.advance(10 * SECOND);
    assertThat(group.apply(new Tick()).effects()).isEmpty();
  }

  // Dead letters

  @Test
  void shouldMoveADeadLetterWithAllThatBelongsToIt() {
    group.attach(10);
    group.apply(group.enqueueMany("a", 3, 1));
    Deliver deliver = group.takeDelivered().getFirst();
    Bytes payload = group.store.all(PayloadRecord.class).getFirst().payload();

    assertThat(group.outcome(nack(deliver, DEAD))).isEqualTo(new DeadLettered(1));

    assertThat(group.figures()).isEqualTo(new QueueFigures(QUEUE, 0, 0, 0, 1, 0));
    assertThat(group.figures(DEAD_LETTERS))
        .isEqualTo(new QueueFigures(DEAD_LETTERS, 1, 0, 0, 0, 1));
    MessageRecord dead = group.waiting(DEAD_LETTERS).getFirst();
    assertThat(dead.fairnessKey()).isEqualTo("a");
    assertThat(dead.message().id()).isEqualTo(deliver.message().id());
    assertThat(dead.message().weight()).isEqualTo(3);
    assertThat(dead.message().attempts()).isEqualTo(1);
    assertThat(dead.message().enqueuedAtMillis()).isEqualTo(1_000);
    assertThat(group.store.all(PayloadRecord.class))
        .containsExactly(new PayloadRecord(DEAD_LETTERS, deliver.message().enqueued(), payload));
    assertThat(group.outcome(ack(deliver))).isEqualTo(new LeaseMissing());
  }

  @Test
  void shouldDeliverADeadLetterFromItsQueueInTheEntryThatMovesIt() {
    group.attach(10);
    group.attach(DEAD_LETTERS, 10);
    group.apply(group.enqueue("a"));

    group.apply(nack(group.takeDelivered().getFirst(), DEAD));

    Deliver dead = group.takeDelivered().getFirst();
    assertThat(dead.queue()).isEqualTo(DEAD_LETTERS);
    group.apply(ack(dead));
    assertThat(group.store.all(PayloadRecord.class)).isEmpty();
    assertThat(group.store.all(FailureRecord.class)).isEmpty();
  }

  @Test
  void shouldRetryADeadLetterOfADeadLetterQueueAndSayHowMany() {
    group.attach(10);
    group.attach(DEAD_LETTERS, 10);
    group.apply(group.enqueue("a", "a"));
    group.applyAll(group.takeDelivered().stream().map(d -> nack(d, DEAD)).toList());

    Applied again = group.applyAll(group.takeDelivered().stream().map(d -> nack(d, DEAD)).toList());

    assertThat(again.outcomes()).containsOnly(new Nacked(2, true));
    assertThat(again.effects()).contains(new DeadLettersRetried(DEAD_LETTERS, 2));
    assertThat(group.takeDelivered()).hasSize(2);
  }

  @Test
  void shouldRetryOnceTheDeadLetterQueueIsDeletedUntilThereIsAnother() {
    group.attach(10);
    group.apply(group.enqueue("a"));
    group.carryOut(new CatalogueChange.DeleteQueues(List.of(DEAD_LETTERS)));
    assertThat(group.outcome(nack(group.takeDelivered().getFirst(), DEAD)))
        .isEqualTo(new Nacked(1, true));
    QueueId other = new QueueId(50, 0);
    group.host(other);
    group.carryOut(new CatalogueChange.LinkDeadLetters(QUEUE, other));

    assertThat(group.outcome(nack(group.takeDelivered().getFirst(), DEAD)))
        .isEqualTo(new DeadLettered(2));
    assertThat(group.waiting(other)).hasSize(1);
  }

  @Test
  void shouldMoveABoundedNumberOfBytesInOneEntryAndTheRestAfterIt() {
    group.attach(10);
    Bytes big = Bytes.wrap(new byte[3 << 20]);
    for (int i = 1; i <= 5; i++) {
      group.apply(
          new EnqueueMessages(
              QUEUE, List.of(new NewMessage(new MessageId(8, i), "a", 1, List.of(), 0, big))));
    }

    Applied nacked =
        group.applyAll(group.takeDelivered().stream().map(d -> nack(d, DEAD)).toList());

    assertThat(nacked.outcomes()).hasSize(5).containsOnly(new DeadLettered(1));
    assertThat(group.figures(DEAD_LETTERS).pending()).isEqualTo(3);
    assertThat(group.figures().delayed()).isEqualTo(2);
    assertThat(nacked.effects()).contains(new WakeAt(group.nowMicros));
    group.apply(new Tick());
    assertThat(group.figures(DEAD_LETTERS).pending()).isEqualTo(5);
    assertThat(group.figures().delayed()).isZero();
    assertThat(group.waiting(DEAD_LETTERS))
        .extracting(message -> message.message().id().low())
        .containsExactly(1L, 2L, 3L, 4L, 5L);
  }

  // Greatest number of attempts

  @Test
  void shouldMakeADeadLetterOfWhatFailsTooOftenWhateverTheVerdict() {
    group.attach(10);
    group.carryOut(new CatalogueChange.SetMaxAttempts(QUEUE, 2));
    group.apply(group.enqueue("a"));
    assertThat(group.outcome(nack(group.takeDelivered().getFirst())))
        .isEqualTo(new Nacked(1, false));

    assertThat(group.outcome(nack(group.takeDelivered().getFirst(), new NackVerdict.Retry(9_000))))
        .isEqualTo(new DeadLettered(2));
  }

  @Test
  void shouldMakeADeadLetterOfWhatExpiresTooOften() {
    GroupFixture strict =
        GroupFixture.withDeadLetters(new GroupSettings(1, 100, 100, 100, 100, 100, 1));
    strict.attach(10);
    strict.apply(strict.enqueue("a"));
    strict.advance(30 * SECOND);

    Applied applied = strict.apply(new Tick());

    assertThat(strict.waiting(DEAD_LETTERS)).hasSize(1);
    assertThat(applied.effects()).contains(new LeasesExpired(QUEUE, 1, 1));
    assertThat(strict.apply(new Tick()).effects())
        .doesNotHaveAnyElementsOfTypes(LeasesExpired.class);
  }

  @Test
  void shouldLetAQueueHaveNoLimitWhereItsGroupHasOne() {
    GroupFixture strict =
        GroupFixture.withDeadLetters(new GroupSettings(1, 100, 100, 100, 100, 100, 1));
    strict.carryOut(new CatalogueChange.SetMaxAttempts(QUEUE, 0));
    strict.attach(10);
    strict.apply(strict.enqueue("a"));

    assertThat(strict.outcome(nack(strict.takeDelivered().getFirst())))
        .isEqualTo(new Nacked(1, false));
  }

  @Test
  void shouldRetryWithTheDelayOfTheVerdictWhereAttemptsRunOutWithoutADeadLetterQueue() {
    group.attach(DEAD_LETTERS, 10);
    group.attach(10);
    group.apply(group.enqueue("a"));
    group.apply(nack(group.takeDelivered().getFirst(), DEAD));
    group.carryOut(new CatalogueChange.SetMaxAttempts(DEAD_LETTERS, 1));

    Applied applied =
        group.apply(nack(group.takeDelivered().getFirst(), new NackVerdict.Retry(1_000)));

    assertThat(applied.outcomes()).containsExactly(new Nacked(2, true));
    assertThat(group.figures(DEAD_LETTERS).delayed()).isEqualTo(1);
    assertThat(applied.effects()).contains(new DeadLettersRetried(DEAD_LETTERS, 1));
  }

  // History

  @Test
  void shouldRememberHowEachAttemptFailed() {
    group.attach(10);
    group.apply(group.enqueue("a"));
    group.apply(nack(group.takeDelivered().getFirst()));
    group.takeDelivered();
    group.advance(30 * SECOND);
    group.apply(new Tick());
    Deliver third = group.takeDelivered().getFirst();

    group.apply(nack(third, DEAD));

    assertThat(group.store.all(FailureRecord.class))
        .containsExactly(
            new FailureRecord(
                DEAD_LETTERS,
                third.message().enqueued(),
                new FailureHistory(
                    List.of(
                        new FailedAttempt(1, FailedAttempt.Kind.NACKED, 2_000, "it broke"),
                        new FailedAttempt(
                            2, FailedAttempt.Kind.EXPIRED, group.nowMicros / 1_000, ""),
                        new FailedAttempt(3, FailedAttempt.Kind.NACKED, 2_000, "it broke")))));
  }

  @Test
  void shouldForgetTheHistoryWithTheMessage() {
    group.attach(10);
    group.apply(group.enqueue("a"));
    group.apply(nack(group.takeDelivered().getFirst()));
    assertThat(group.store.all(FailureRecord.class)).hasSize(1);

    group.apply(ack(group.takeDelivered().getFirst()));

    assertThat(group.store.all(FailureRecord.class)).isEmpty();
  }

  @Test
  void shouldCountNoFailureForWhatWasNeverSent() {
    ConsumerId consumer = group.attach(10);
    group.apply(group.enqueue("a"));
    List<Effect> effects = group.apply(group.detach(consumer, LeaseId.NONE)).effects();

    assertThat(effects).doesNotHaveAnyElementsOfTypes(DeadLettersRetried.class);
    assertThat(group.store.all(FailureRecord.class)).isEmpty();
    assertThat(group.waiting(QUEUE).getFirst().message().attempts()).isZero();
  }
}
