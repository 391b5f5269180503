package dev.vez.domain.machine;

import static dev.vez.domain.machine.GroupFixture.DEAD_LETTERS;
import static dev.vez.domain.machine.GroupFixture.QUEUE;
import static dev.vez.domain.machine.GroupFixture.SECOND;
import static dev.vez.domain.machine.GroupFixture.ack;
import static org.assertj.core.api.Assertions.assertThat;

import dev.vez.domain.command.BecomeLeader;
import dev.vez.domain.command.CatalogueChange;
import dev.vez.domain.command.EnqueueMessages;
import dev.vez.domain.command.Tick;
import dev.vez.domain.effect.WakeAt;
import dev.vez.domain.id.QueueId;
import dev.vez.domain.message.NewMessage;
import dev.vez.domain.outcome.EnqueueJudgement;
import dev.vez.domain.outcome.EnqueueJudgement.Repeated;
import dev.vez.domain.outcome.EnqueueJudgement.TooManyKeys;
import dev.vez.domain.outcome.Enqueued;
import dev.vez.domain.outcome.EnqueuesJudged;
import dev.vez.domain.outcome.Outcome;
import dev.vez.domain.record.GroupSetting;
import dev.vez.domain.record.GroupSettings;
import dev.vez.domain.record.IdempotencyKeyRecord;
import dev.vez.domain.record.KeyExpiryRecord;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Repeats of messages that carry a key. Every entry is followed by a recovery. */
class IdempotencyKeysTest {

  private static final EnqueueJudgement ACCEPTED = new EnqueueJudgement.Accepted();
  private static final long WINDOW = 600 * SECOND;

  private final GroupFixture group = GroupFixture.withDeadLetters();

  @Test
  void shouldAnswerARepeatWithTheFirstMessageAndDoNothingElse() {
    NewMessage first = group.keyed("k");
    assertThat(enqueue(first)).isEqualTo(new Enqueued());

    Outcome repeat = enqueue(group.keyed("k"));

    assertThat(repeat).isEqualTo(judged(new Repeated(first.id())));
    assertThat(group.figures().pending()).isEqualTo(1);
    group.attach(10);
    assertThat(group.takeDelivered())
        .singleElement()
        .satisfies(delivered -> assertThat(delivered.message().id()).isEqualTo(first.id()));
  }

  @Test
  void shouldAnswerARepeatWhateverHasBecomeOfTheFirstMessage() {
    group.attach(10);
    NewMessage first = group.keyed("k");
    enqueue(first);
    group.apply(ack(group.takeDelivered().getFirst()));
    group.term++;
    group.apply(new BecomeLeader(GroupSettings.DEFAULT, 1));

    assertThat(enqueue(group.keyed("k"))).isEqualTo(judged(new Repeated(first.id())));
    assertThat(group.figures().pending()).isZero();
  }

  @Test
  void shouldKnowARepeatWithinACommandAndWithinAnEntry() {
    NewMessage plain = group.message("a", 1);
    NewMessage first = group.keyed("k");
    NewMessage other = group.keyed("other");

    Applied applied =
        group.apply(
            new EnqueueMessages(QUEUE, List.of(plain, first, group.keyed("k"), other)),
            new EnqueueMessages(QUEUE, List.of(group.keyed("other"))));

    assertThat(applied.outcomes())
        .containsExactly(
            judged(ACCEPTED, ACCEPTED, new Repeated(first.id()), ACCEPTED),
            judged(new Repeated(other.id())));
    assertThat(group.figures().pending()).isEqualTo(3);
  }

  @Test
  void shouldTellTheKeysOfQueuesApart() {
    enqueue(group.keyed("k"));

    assertThat(group.outcome(new EnqueueMessages(DEAD_LETTERS, List.of(group.keyed("k")))))
        .isEqualTo(new Enqueued());
  }

  @Test
  void shouldForgetAKeyWhenItsWindowEndsAndNotAMicrosecondEarlier() {
    NewMessage first = group.keyed("k");
    enqueue(first);
    group.advance(WINDOW - 1);
    assertThat(enqueue(group.keyed("k"))).isEqualTo(judged(new Repeated(first.id())));

    group.advance(1);
    NewMessage second = group.keyed("k");
    assertThat(enqueue(second)).isEqualTo(new Enqueued());

    assertThat(enqueue(group.keyed("k"))).isEqualTo(judged(new Repeated(second.id())));
    assertThat(group.store.all(KeyExpiryRecord.class)).hasSize(1);
  }

  @Test
  void shouldAskToBeWokenForWhatIsToBeForgottenButNotMoreThanOnceASecond() {
    group.advance(1);
    Applied applied = group.apply(new EnqueueMessages(QUEUE, List.of(group.keyed("k"))));

    assertThat(applied.effects()).contains(new WakeAt(group.nowMicros - 1 + WINDOW + SECOND));
    group.advance(WINDOW + SECOND);
    Applied last = group.apply(new Tick());
    assertThat(group.store.all(IdempotencyKeyRecord.class)).isEmpty();
    assertThat(group.store.all(KeyExpiryRecord.class)).isEmpty();
    assertThat(last.effects()).doesNotHaveAnyElementsOfTypes(WakeAt.class);
  }

  @Test
  void shouldForgetABoundedNumberInOneEntryAndKnowAllTheSameWhichHaveEnded() {
    GroupFixture slow =
        GroupFixture.withDeadLetters(new GroupSettings(1, 100, 100, 100, 3, 100, 0));
    slow.apply(
        new EnqueueMessages(
            QUEUE, IntStream.range(0, 7).mapToObj(i -> slow.keyed("k" + i)).toList()));
    slow.advance(WINDOW);

    // All have ended, and the first three are forgotten.
    NewMessage second = slow.keyed("k6");
    Applied one = slow.apply(new EnqueueMessages(QUEUE, List.of(second)));

    assertThat(one.outcomes()).containsExactly(new Enqueued());
    assertThat(one.effects()).contains(new WakeAt(slow.nowMicros));
    assertThat(slow.store.all(IdempotencyKeyRecord.class)).hasSize(4);
    slow.apply(new Tick());
    Applied last = slow.apply(new Tick());
    assertThat(last.effects()).contains(new WakeAt(slow.nowMicros + WINDOW));
    assertThat(slow.store.all(IdempotencyKeyRecord.class))
        .singleElement()
        .satisfies(used -> assertThat(used.message()).isEqualTo(second.id()));
    assertThat(slow.outcome(new EnqueueMessages(QUEUE, List.of(slow.keyed("k6")))))
        .isEqualTo(judged(new Repeated(second.id())));
  }

  @Test
  void shouldLetAKeyThatHasEndedTakeItsOwnRoomAndNoMore() {
    GroupFixture slow =
        GroupFixture.withDeadLetters(new GroupSettings(1, 100, 100, 100, 1, 100, 0));
    slow.apply(
        new EnqueueMessages(
            QUEUE, IntStream.range(0, 4).mapToObj(i -> slow.keyed("k" + i)).toList()));
    slow.advance(WINDOW);
    slow.carryOut(new CatalogueChange.SetGroupSetting(GroupSetting.IDEMPOTENCY_KEYS_MAX, 1));

    // All have ended, and two are forgotten.
    assertThat(slow.outcome(new EnqueueMessages(QUEUE, List.of(slow.keyed("k3")))))
        .isEqualTo(judged(new TooManyKeys(1, 1)));

    assertThat(slow.outcome(new EnqueueMessages(QUEUE, List.of(slow.keyed("k3")))))
        .isEqualTo(new Enqueued());
  }

  @Test
  void shouldRefuseANewKeyAtTheLimitAndForgetNone() {
    set(GroupSetting.IDEMPOTENCY_KEYS_MAX, 2);
    NewMessage first = group.keyed("1");
    enqueue(first, group.keyed("2"));
    group.advance(SECOND);

    Outcome full =
        enqueue(group.message("a", 1), group.keyed("3"), group.keyed("1"), group.message("a", 1));

    assertThat(full)
        .isEqualTo(
            judged(
                ACCEPTED,
                new TooManyKeys(2, WINDOW / 1_000 - 1_000),
                new Repeated(first.id()),
                ACCEPTED));
    assertThat(group.figures().pending()).isEqualTo(4);
    group.advance(WINDOW - SECOND);
    assertThat(enqueue(group.keyed("3"))).isEqualTo(new Enqueued());
  }

  @Test
  void shouldKeepTheKeysThatThereAreWhenTheLimitIsLowered() {
    NewMessage first = group.keyed("1");
    enqueue(first, group.keyed("2"), group.keyed("3"));

    set(GroupSetting.IDEMPOTENCY_KEYS_MAX, 0);

    assertThat(enqueue(group.keyed("1"))).isEqualTo(judged(new Repeated(first.id())));
    assertThat(enqueue(group.keyed("4"))).isEqualTo(judged(new TooManyKeys(0, WINDOW / 1_000)));
    assertThat(enqueue(group.message("a", 1))).isEqualTo(new Enqueued());
  }

  @Test
  void shouldKeepAKeyForTheWindowWithWhichItWasAccepted() {
    NewMessage first = group.keyed("long");
    enqueue(first);
    set(GroupSetting.IDEMPOTENCY_WINDOW_MILLIS, 1_000);
    enqueue(group.keyed("short"));

    group.advance(SECOND);

    assertThat(enqueue(group.keyed("short"), group.keyed("long")))
        .isEqualTo(judged(ACCEPTED, new Repeated(first.id())));
  }

  @Test
  void shouldForgetTheKeysOfAQueueWithTheQueue() {
    set(GroupSetting.IDEMPOTENCY_KEYS_MAX, 1);
    enqueue(group.keyed("k"));

    group.carryOut(new CatalogueChange.DeleteQueues(List.of(QUEUE)));

    assertThat(group.store.all(IdempotencyKeyRecord.class)).isEmpty();
    assertThat(group.store.all(KeyExpiryRecord.class)).isEmpty();
    QueueId other = new QueueId(9, 0);
    group.host(other);
    assertThat(group.outcome(new EnqueueMessages(other, List.of(group.keyed("k")))))
        .isEqualTo(new Enqueued());
    group.advance(2 * WINDOW);
    group.apply(new Tick());
    assertThat(group.store.all(IdempotencyKeyRecord.class)).isEmpty();
  }

  private Outcome enqueue(NewMessage... messages) {
    return group.outcome(new EnqueueMessages(QUEUE, List.of(messages)));
  }

  private void set(GroupSetting setting, long value) {
    group.carryOut(new CatalogueChange.SetGroupSetting(setting, value));
  }

  private static EnqueuesJudged judged(EnqueueJudgement... judgements) {
    return new EnqueuesJudged(List.of(judgements));
  }
}
