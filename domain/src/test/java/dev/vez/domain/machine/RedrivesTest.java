package dev.vez.domain.machine;

import static dev.vez.domain.machine.GroupFixture.DEAD_LETTERS;
import static dev.vez.domain.machine.GroupFixture.QUEUE;
import static dev.vez.domain.machine.GroupFixture.SECOND;
import static dev.vez.domain.machine.GroupFixture.nack;
import static org.assertj.core.api.Assertions.assertThat;

import dev.vez.domain.command.CatalogueChange;
import dev.vez.domain.command.EnqueueMessages;
import dev.vez.domain.command.NackVerdict;
import dev.vez.domain.command.RedriveMessages;
import dev.vez.domain.command.Tick;
import dev.vez.domain.effect.Effect;
import dev.vez.domain.effect.RedriveDone;
import dev.vez.domain.effect.WakeAt;
import dev.vez.domain.id.LeaseId;
import dev.vez.domain.id.QueueId;
import dev.vez.domain.outcome.QueueMissing;
import dev.vez.domain.outcome.RedriveParentMissing;
import dev.vez.domain.outcome.RedriveStarted;
import dev.vez.domain.outcome.RedriveUnderWay;
import dev.vez.domain.record.FailureRecord;
import dev.vez.domain.record.GroupSettings;
import dev.vez.domain.record.PayloadRecord;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Dead letters on their way back. Every entry is followed by a recovery. */
class RedrivesTest {

  private static final RedriveMessages ALL = redrive(0, null, 0);

  private final GroupFixture group =
      GroupFixture.withDeadLetters(new GroupSettings(1, 1_000, 1_000, 1_000, 100, 10, 0));

  private long redriven;

  @Test
  void shouldMoveWhatWaitsBackAsIfItHadNeverBeenTried() {
    die("a", "b", "a");
    List<PayloadRecord> payloads = group.store.all(PayloadRecord.class);

    RedriveStarted started = (RedriveStarted) group.outcome(ALL);
    Applied step = group.apply(new Tick());

    assertThat(step.effects()).contains(new RedriveDone(DEAD_LETTERS, started.id(), 3));
    assertThat(group.figures(DEAD_LETTERS).pending()).isZero();
    assertThat(group.waiting(QUEUE))
        .extracting(message -> message.fairnessKey() + message.message().id().low())
        .containsExactly("a1", "a3", "b2");
    assertThat(group.waiting(QUEUE)).allMatch(message -> message.message().attempts() == 0);
    assertThat(group.store.all(FailureRecord.class)).isEmpty();
    assertThat(group.store.all(PayloadRecord.class))
        .extracting(PayloadRecord::payload)
        .containsExactlyElementsOf(payloads.stream().map(PayloadRecord::payload).toList());
    assertThat(group.machine.redrive(DEAD_LETTERS))
        .contains(new RedriveProgress(started.id(), 3, true));
  }

  @Test
  void shouldMoveABoundedNumberAnEntryAndAskToGoOn() {
    die(times(25, "a"));
    Applied start = group.apply(ALL);
    assertThat(group.waiting(QUEUE)).as("not in its own entry").isEmpty();
    assertThat(start.effects()).contains(new WakeAt(group.nowMicros));

    Applied one = group.apply(group.enqueue("other"));

    assertThat(group.waiting(QUEUE)).hasSize(11);
    assertThat(one.effects()).contains(new WakeAt(group.nowMicros));
    runToTheEnd();
    assertThat(redriven).isEqualTo(25);
    assertThat(group.waiting(QUEUE)).hasSize(26);
    assertThat(group.apply(new Tick()).effects()).as("nothing left to do").isEmpty();
  }

  @Test
  void shouldMoveABoundedNumberWhereAKeyEndsAtTheLimit() {
    die(times(10, "a"));
    die(times(100, "b"));
    group.apply(ALL);

    group.apply(new Tick());

    assertThat(group.waiting(QUEUE)).as("the limit of an entry").hasSize(10);
    runToTheEnd();
    assertThat(redriven).isEqualTo(110);
  }

  @Test
  void shouldMoveOnlyWhatWasThereAtItsStart() {
    die(times(15, "a"));
    group.attach(10);
    group.apply(ALL, group.enqueue("a"));
    group.apply(nack(group.takeDelivered().getFirst(), new NackVerdict.DeadLetter()));

    runToTheEnd();

    assertThat(redriven).isEqualTo(15);
    assertThat(group.waiting(DEAD_LETTERS))
        .extracting(message -> message.message().id().low())
        .containsExactly(16L);
  }

  @Test
  void shouldPassOverWhatIsLeasedAndWhatIsDelayed() {
    die("a", "a", "a");
    group.attach(DEAD_LETTERS, 2);
    var delivered = group.takeDelivered();
    group.apply(nack(delivered.getFirst(), new NackVerdict.Retry(60_000)));
    group.apply(ALL);

    runToTheEnd();

    assertThat(redriven).isEqualTo(1);
    assertThat(group.figures(DEAD_LETTERS).delayed()).isEqualTo(1);
    assertThat(group.figures(DEAD_LETTERS).inFlight()).isEqualTo(1);
  }

  @Test
  void shouldMoveSoManyTheOldestFirst() {
    die("a", "a", "a");
    group.apply(redrive(2, null, 0));

    runToTheEnd();

    assertThat(group.waiting(QUEUE))
        .extracting(message -> message.message().id().low())
        .containsExactly(1L, 2L);
  }

  @Test
  void shouldMoveOneKeyOnly() {
    die("a", "b", "b", "c");
    assertThat(group.machine.redrivable(DEAD_LETTERS, "b")).isEqualTo(2);
    assertThat(group.machine.redrivable(DEAD_LETTERS, null)).isEqualTo(4);
    assertThat(group.machine.redrivable(DEAD_LETTERS, "none")).isZero();
    group.apply(redrive(0, "b", 0));

    runToTheEnd();

    assertThat(redriven).isEqualTo(2);
    assertThat(group.waiting(DEAD_LETTERS)).hasSize(2);
  }

  @Test
  void shouldKeepToItsRateAndNotMakeUpForALongPause() {
    die(times(30, "a"));
    group.apply(redrive(0, null, 2));
    group.apply(new Tick());
    assertThat(group.waiting(QUEUE)).hasSize(1);
    Applied idle = group.apply(new Tick());
    assertThat(group.waiting(QUEUE)).hasSize(1);
    assertThat(idle.effects()).contains(new WakeAt(group.nowMicros + SECOND / 2));
    group.advance(SECOND / 2);
    group.apply(new Tick());
    assertThat(group.waiting(QUEUE)).hasSize(2);

    group.advance(60 * SECOND);
    group.apply(new Tick());

    assertThat(group.waiting(QUEUE)).as("three more: the last second's, and one").hasSize(5);
  }

  @Test
  void shouldRefuseASecondOneUntilTheFirstHasEnded() {
    die(times(15, "a"));
    RedriveStarted first = (RedriveStarted) group.outcome(ALL);

    assertThat(group.outcome(ALL)).isEqualTo(new RedriveUnderWay(first.id()));

    runToTheEnd();
    assertThat(group.outcome(ALL)).isInstanceOf(RedriveStarted.class);
  }

  @Test
  void shouldRefuseAQueueOrAParentThatIsMissing() {
    QueueId unknown = new QueueId(99, 0);
    assertThat(group.outcome(new RedriveMessages(unknown, QUEUE, 0, null, 0)))
        .isEqualTo(new QueueMissing());
    assertThat(group.outcome(new RedriveMessages(DEAD_LETTERS, unknown, 0, null, 0)))
        .isEqualTo(new RedriveParentMissing());
  }

  @Test
  void shouldEndWhenItsQueueOrItsParentIsDeleted() {
    die(times(15, "a"));
    RedriveStarted started = (RedriveStarted) group.outcome(ALL);
    group.apply(new Tick());

    Applied deleted = group.carryOut(new CatalogueChange.DeleteQueues(List.of(QUEUE)));
    Applied next = group.apply(new Tick());

    List<Effect> effects = new ArrayList<>(deleted.effects());
    effects.addAll(next.effects());
    assertThat(effects)
        .filteredOn(RedriveDone.class::isInstance)
        .containsExactly(new RedriveDone(DEAD_LETTERS, started.id(), 15));
    assertThat(group.figures(DEAD_LETTERS).pending()).isZero();

    group.host(QUEUE);
    die("a");
    group.apply(ALL);
    Applied gone = group.carryOut(new CatalogueChange.DeleteQueues(List.of(DEAD_LETTERS)));
    assertThat(gone.effects()).hasAtLeastOneElementOfType(RedriveDone.class);
    assertThat(group.machine.redrive(DEAD_LETTERS)).isEmpty();
  }

  @Test
  void shouldShareTheLimitOfAnEntryAmongRedrives() {
    QueueId otherDeadLetters = new QueueId(60, 1);
    group.host(otherDeadLetters);
    die(times(20, "a"));
    group.carryOut(new CatalogueChange.LinkDeadLetters(QUEUE, otherDeadLetters));
    die(times(20, "a"));
    group.apply(ALL, new RedriveMessages(otherDeadLetters, QUEUE, 0, null, 0));

    group.apply(new Tick());

    assertThat(group.figures(DEAD_LETTERS).pending()).isEqualTo(15);
    assertThat(group.figures(otherDeadLetters).pending()).isEqualTo(15);
  }

  @Test
  void shouldGoThroughMoreFlowsThanOneEntryMayLookAt() {
    String[] keys = new String[40];
    for (int i = 0; i < keys.length; i++) {
      keys[i] = "key" + i;
    }
    die(keys);
    group.apply(ALL);

    runToTheEnd();

    assertThat(redriven).isEqualTo(40);
    assertThat(group.figures(DEAD_LETTERS).pending()).isZero();
  }

  @Test
  void shouldMoveABoundedNumberAnEntryHoweverManyRedrivesAreUnderWay() {
    List<QueueId> sources = new ArrayList<>();
    for (int i = 0; i < 15; i++) {
      QueueId source = new QueueId(500, i);
      group.host(source);
      group.apply(new EnqueueMessages(source, group.enqueueMany("a", 1, 40).messages()));
      sources.add(source);
    }
    List<RedriveMessages> starts =
        sources.stream().map(source -> new RedriveMessages(source, QUEUE, 0, null, 0)).toList();
    group.applyAll(starts);
    long moved = 0;

    for (int entry = 1; moved < 600; entry++) {
      group.advance(1);
      group.apply(new Tick());
      long now = group.figures(QUEUE).pending();
      assertThat(now - moved).isBetween(1L, 10L);
      moved = now;
      if (entry == 2) {
        assertThat(sources)
            .as("each has had a turn")
            .allMatch(source -> group.figures(source).pending() < 40);
      }
    }
  }

  /** Enqueues messages that become dead letters at once. */
  private void die(String... keys) {
    var consumer = group.attach(1_000);
    group.takeDelivered();
    group.apply(group.enqueue(keys));
    group.applyAll(
        group.takeDelivered().stream()
            .map(deliver -> nack(deliver, new NackVerdict.DeadLetter()))
            .toList());
    group.apply(group.detach(consumer, LeaseId.NONE));
  }

  private void runToTheEnd() {
    for (int i = 0; i < 100; i++) {
      for (Effect effect : group.apply(new Tick()).effects()) {
        if (effect instanceof RedriveDone done) {
          redriven = done.moved();
          return;
        }
      }
    }
    throw new AssertionError("Expected the redrive to end");
  }

  private static RedriveMessages redrive(long count, @Nullable String key, int ratePerSecond) {
    return new RedriveMessages(DEAD_LETTERS, QUEUE, count, key, ratePerSecond);
  }

  private static String[] times(int count, String key) {
    String[] keys = new String[count];
    Arrays.fill(keys, key);
    return keys;
  }
}
