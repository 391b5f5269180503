package dev.vez.domain.machine;

import static dev.vez.domain.machine.GroupFixture.QUEUE;
import static dev.vez.domain.machine.GroupFixture.SECOND;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import dev.vez.domain.command.CarryOutChange;
import dev.vez.domain.command.CatalogueChange;
import dev.vez.domain.command.GrantCredit;
import dev.vez.domain.command.Tick;
import dev.vez.domain.effect.Deliver;
import dev.vez.domain.effect.TokensAsked;
import dev.vez.domain.effect.WakeAt;
import dev.vez.domain.id.ConsumerId;
import dev.vez.domain.id.LeaseId;
import dev.vez.domain.id.Mark;
import dev.vez.domain.id.QueueId;
import dev.vez.domain.record.BucketRecord;
import dev.vez.domain.record.FlowRecord;
import dev.vez.domain.record.GroupSettings;
import java.util.List;
import org.junit.jupiter.api.Test;

class ThrottleTest {

  private static final long TOKEN = 1_000_000;
  private static final QueueId OTHER = new QueueId(9, 0);

  private final GroupFixture group = GroupFixture.withQueue();

  @Test
  void shouldDeliverWhatTheBucketHoldsAndWakeForTheNextToken() {
    group.setBucket("b", 2 * TOKEN, 3 * TOKEN);
    group.attach(100);
    Applied applied = group.apply(group.throttled(QUEUE, "a", 1, 6, "b"));
    assertThat(group.takeDelivered()).hasSize(3);
    assertThat(applied.effects()).contains(new WakeAt(group.nowMicros + SECOND / 2));

    group.advance(SECOND / 2 - 1);
    group.apply(new Tick());
    assertThat(group.takeDelivered()).isEmpty();
    group.advance(1);
    group.apply(new Tick());
    assertThat(group.takeDelivered()).hasSize(1);
    group.advance(10 * SECOND);
    group.apply(new Tick());
    assertThat(group.takeDelivered()).hasSize(2);
  }

  @Test
  void shouldTellHowOftenABucketGaveATokenAndHowOftenItHadNone() {
    group.setBucket("b", TOKEN, 2 * TOKEN);
    group.attach(100);
    Applied first = group.apply(group.throttled(QUEUE, "a", 1, 4, "b"));
    assertThat(first.effects()).contains(new TokensAsked("b", 2, 1));
    group.advance(SECOND);
    assertThat(group.apply(new Tick()).effects()).contains(new TokensAsked("b", 1, 1));
    assertThat(group.apply(new Tick()).effects()).noneMatch(TokensAsked.class::isInstance);
  }

  @Test
  void shouldTellWhereTokensAreLacking() {
    group.setBucket("a", 0, 0);
    group.setBucket("b", TOKEN, 2 * TOKEN);
    group.setBucket("c", TOKEN, 9 * TOKEN);
    group.attach(100);
    group.apply(
        group.throttled(QUEUE, "x", 1, 1, "a"),
        group.throttled(QUEUE, "y", 1, 3, "b"),
        group.throttled(QUEUE, "z", 1, 3, "c"));
    assertThat(group.machine.lackingAfter("", 9)).containsExactly("a", "b");
    assertThat(group.machine.lackingAfter("", 1)).containsExactly("a");
    assertThat(group.machine.lackingAfter("a", 9)).containsExactly("b");
    assertThat(group.machine.demandAt(List.of("c", "none", "a")))
        .extracting(BucketDemand::throttleKey, BucketDemand::lacking)
        .containsExactly(tuple("c", false), tuple("a", true));

    group.advance(SECOND);
    group.apply(new Tick());
    assertThat(group.machine.lackingAfter("", 9)).containsExactly("a");
    group.setBucket("a", 0, 0);
    assertThat(group.machine.lackingAfter("", 9)).containsExactly("a");
    group.removeBucket("a");
    assertThat(group.machine.lackingAfter("", 9)).isEmpty();
  }

  @Test
  void shouldBeginEmptyWhereAShareBegins() {
    group.setBucket("b", 0, 0);
    group.attach(100);
    group.apply(group.throttled(QUEUE, "a", 1, 4, "b"));
    group.setBucket("b", TOKEN, 3 * TOKEN);
    assertThat(group.takeDelivered()).isEmpty();
    group.advance(2 * SECOND);
    group.apply(new Tick());
    assertThat(group.takeDelivered()).hasSize(2);
  }

  @Test
  void shouldNotDelayWhatDoesNotCarryTheKey() {
    group.setBucket("b", TOKEN, TOKEN);
    group.attach(100);
    group.apply(
        group.throttled(QUEUE, "slow", 1, 5, "b"),
        group.enqueueMany("fast", 1, 5),
        group.throttled(QUEUE, "other", 1, 3, "no-such-bucket"));
    assertThat(group.takeDeliveredKeys())
        .containsExactly("slow", "fast", "other", "fast", "other", "fast", "other", "fast", "fast");
  }

  @Test
  void shouldLookAtTheHeadOfAFlowOnly() {
    group.setBucket("b", 0, 0);
    group.attach(100);
    group.apply(group.throttled(QUEUE, "a", 1, 1, "b"), group.enqueue("a"));
    assertThat(group.takeDelivered()).isEmpty();
  }

  @Test
  void shouldTakeOneTokenOfEachDistinctKey() {
    group.setBucket("a", 0, 3 * TOKEN);
    group.setBucket("b", 0, 2 * TOKEN);
    group.attach(100);
    group.apply(group.throttled(QUEUE, "f", 1, 5, "a", "b", "a", "none"));
    assertThat(group.takeDelivered()).hasSize(2);
    assertThat(group.machine.buckets(9))
        .extracting(BucketFigures::tokensMicros)
        .containsExactly(TOKEN, 0L);
  }

  @Test
  void shouldMoveToTheBucketThatBlocksNext() {
    group.setBucket("a", TOKEN, TOKEN);
    group.setBucket("b", TOKEN, TOKEN);
    group.attach(100);
    group.apply(group.throttled(QUEUE, "x", 1, 1, "a", "b"));
    group.takeDelivered();
    group.setBucket("b", 0, TOKEN);
    group.apply(group.throttled(QUEUE, "f", 1, 1, "a", "b"));
    assertThat(waitingAt()).containsExactly("a");
    group.advance(SECOND);
    group.apply(new Tick());
    assertThat(waitingAt()).containsExactly("b");
    group.setBucket("b", TOKEN, TOKEN);
    group.advance(SECOND);
    group.apply(new Tick());
    assertThat(group.takeDelivered()).hasSize(1);
  }

  @Test
  void shouldBlockWhereTheBurstIsLessThanAToken() {
    group.setBucket("b", 100 * TOKEN, TOKEN - 1);
    group.attach(100);
    Applied applied = group.apply(group.throttled(QUEUE, "a", 1, 1, "b"));
    group.advance(100 * SECOND);
    group.apply(new Tick());
    assertThat(group.takeDelivered()).isEmpty();
    assertThat(applied.effects()).noneMatch(WakeAt.class::isInstance);
  }

  @Test
  void shouldShareABucketByWeight() {
    group.setBucket("b", TOKEN, TOKEN);
    group.attach(100);
    group.apply(group.throttled(QUEUE, "a", 3, 20, "b"), group.throttled(QUEUE, "c", 1, 20, "b"));
    for (int second = 0; second < 11; second++) {
      group.advance(SECOND);
      group.apply(new Tick());
    }
    assertThat(group.takeDeliveredKeys())
        .containsExactly("a", "a", "a", "c", "a", "a", "a", "c", "a", "a", "a", "c");
  }

  @Test
  void shouldNotLetANewFlowOvertakeThoseThatWait() {
    group.setBucket("b", TOKEN, TOKEN);
    ConsumerId consumer = group.attach(1);
    group.apply(group.throttled(QUEUE, "old", 1, 3, "b"));
    group.apply(group.grant(consumer, 2, LeaseId.NONE));
    assertThat(group.takeDeliveredKeys()).containsExactly("old");
    group.apply(group.grant(consumer, 1, LeaseId.NONE));
    group.advance(SECOND);
    group.apply(group.throttled(QUEUE, "new", 1, 1, "b"));
    assertThat(group.takeDeliveredKeys()).containsExactly("old");
  }

  @Test
  void shouldLetQueuesTakeTurns() {
    group.createQueue(OTHER);
    group.setBucket("b", TOKEN, 4 * TOKEN);
    group.attach(QUEUE, 100);
    group.attach(OTHER, 100);
    group.apply(group.throttled(QUEUE, "a", 5, 20, "b"), group.throttled(OTHER, "a", 1, 20, "b"));
    group.takeDelivered();
    group.advance(4 * SECOND);
    group.apply(new Tick());
    assertThat(group.takeDelivered())
        .extracting(Deliver::queue)
        .containsExactlyInAnyOrder(QUEUE, OTHER, QUEUE, OTHER);
  }

  @Test
  void shouldKeepNoTokenForAQueueThatCannotDeliver() {
    group.createQueue(OTHER);
    group.setBucket("b", 0, 0);
    ConsumerId consumer = group.attach(QUEUE, 1);
    group.attach(OTHER, 100);
    group.apply(group.throttled(QUEUE, "a", 1, 9, "b"), group.throttled(OTHER, "a", 1, 9, "b"));
    group.setBucket("b", 4 * TOKEN, 4 * TOKEN);
    group.advance(SECOND);
    group.apply(new Tick());
    assertThat(group.takeDelivered())
        .extracting(Deliver::queue)
        .containsExactlyInAnyOrder(QUEUE, OTHER, OTHER, OTHER);

    group.advance(SECOND);
    group.apply(new Tick(), group.grant(consumer, 3, LeaseId.NONE));
    assertThat(group.takeDelivered())
        .extracting(Deliver::queue)
        .containsExactlyInAnyOrder(QUEUE, QUEUE, OTHER, OTHER);
  }

  @Test
  void shouldServeAFlowWhoseTokenCameBeforeTheRing() {
    group.setBucket("b", TOKEN, TOKEN);
    ConsumerId consumer = group.attach(2);
    group.apply(group.throttled(QUEUE, "slow", 1, 9, "b"), group.enqueueMany("fast", 1, 50));
    group.apply(group.grant(consumer, 6, LeaseId.NONE));
    group.takeDelivered();
    group.advance(SECOND);
    group.apply(group.grant(consumer, 10, LeaseId.NONE));
    assertThat(group.takeDeliveredKeys()).containsExactly("slow", "fast", "fast", "fast");
  }

  @Test
  void shouldGiveNoTokenBackWithAMessage() {
    group.setBucket("b", 0, 2 * TOKEN);
    ConsumerId consumer = group.attach(2);
    group.apply(group.throttled(QUEUE, "a", 1, 2, "b"));
    group.apply(group.detach(consumer, LeaseId.NONE));
    group.takeDelivered();
    group.attach(100);
    assertThat(group.takeDelivered()).isEmpty();
  }

  @Test
  void shouldNotWaitForWhatANewHeadDoesNotNeed() {
    group.setBucket("b", 0, TOKEN);
    ConsumerId consumer = group.attach(100);
    ConsumerId other = group.attach(100);
    group.apply(group.enqueue("a"), group.throttled(QUEUE, "a", 1, 2, "b"));
    Deliver plain = group.takeDelivered().getFirst();
    assertThat(waitingAt()).containsExactly("b");
    ConsumerId holder = plain.consumer().equals(consumer) ? consumer : other;
    group.apply(group.detach(holder, LeaseId.NONE));
    assertThat(group.takeDelivered())
        .extracting(deliver -> deliver.message().id())
        .contains(plain.message().id());
  }

  @Test
  void shouldFreeWhoWaitsAtARemovedBucketInBoundedSteps() {
    GroupFixture small =
        new GroupFixture(new GroupSettings(1, 100, 100, 2, 100, 100, 0), Long.MAX_VALUE, false);
    small.createQueue(QUEUE);
    small.setBucket("b", 0, 0);
    small.attach(100);
    for (int key = 0; key < 5; key++) {
      small.apply(small.throttled(QUEUE, "k" + key, 1, 1, "b"));
    }
    small.removeBucket("b");
    assertThat(small.takeDelivered()).hasSize(2);
    assertThat(small.machine.buckets(9)).isEmpty();
    assertThat(small.store.all(BucketRecord.class)).hasSize(1);
    small.reopen();
    small.apply(new Tick());
    small.apply(new Tick());
    assertThat(small.takeDelivered()).hasSize(3);
    assertThat(small.store.all(BucketRecord.class)).isEmpty();
  }

  @Test
  void shouldMakeARemovedBucketAnewWhereFlowsStillWait() {
    group.setBucket("b", 0, 0);
    group.apply(group.throttled(QUEUE, "a", 1, 5, "b"));
    ConsumerId consumer = group.attach(1);
    group.takeDelivered();
    group.apply(group.grant(consumer, 0, LeaseId.NONE));
    group.createQueue(OTHER);
    group.apply(group.throttled(OTHER, "a", 1, 5, "b"));
    ConsumerId second = group.attach(OTHER, 1);
    group.takeDelivered();
    group.removeBucket("b");
    group.setBucket("b", 0, 2 * TOKEN);
    group.apply(group.grant(consumer, 50, LeaseId.NONE));
    group.apply(new GrantCredit(OTHER, second, 50, LeaseId.NONE));
    assertThat(group.machine.buckets(9)).extracting(BucketFigures::tokensMicros).containsOnly(0L);
  }

  @Test
  void shouldTakeADeletedQueueOutOfItsBuckets() {
    group.createQueue(OTHER);
    group.setBucket("b", 0, 0);
    group.attach(QUEUE, 100);
    group.attach(OTHER, 100);
    group.apply(group.throttled(QUEUE, "a", 1, 5, "b"), group.throttled(OTHER, "a", 1, 5, "b"));
    Mark next = new Mark(1, group.mark.ordinal() + 1);
    group.apply(
        new CarryOutChange(group.mark, next, new CatalogueChange.DeleteQueues(List.of(QUEUE))));
    group.mark = next;
    group.setBucket("b", 2 * TOKEN, 9 * TOKEN);
    group.advance(SECOND);
    group.apply(new Tick());
    assertThat(group.takeDelivered()).extracting(Deliver::queue).containsExactly(OTHER, OTHER);
  }

  @Test
  void shouldBoundHowManyFlowsOneEntryLetsWaitOrRipens() {
    GroupFixture small =
        new GroupFixture(new GroupSettings(1, 100, 100, 100, 2, 3, 0), Long.MAX_VALUE, false);
    small.createQueue(QUEUE);
    small.attach(100);
    for (int key = 0; key < 5; key++) {
      small.setBucket("b" + key, TOKEN, TOKEN);
    }
    for (int key = 0; key < 5; key++) {
      small.apply(small.throttled(QUEUE, "k" + key, 1, 9, "b" + key));
    }
    small.takeDelivered();
    small.advance(SECOND);
    Applied applied = small.apply(new Tick());
    assertThat(small.takeDelivered()).hasSize(2);
    assertThat(applied.effects()).contains(new WakeAt(small.nowMicros));
    small.apply(new Tick());
    small.apply(new Tick());
    assertThat(small.takeDelivered()).hasSize(3);
  }

  @Test
  void shouldListFlowsThatWaitBehindThoseInTheRing() {
    group.setBucket("b", 0, 0);
    ConsumerId consumer = group.attach(1);
    group.apply(group.throttled(QUEUE, "slow", 4, 2, "b"), group.enqueueMany("fast", 1, 5));
    group.apply(group.grant(consumer, 1, LeaseId.NONE));
    assertThat(group.machine.flows(QUEUE, 9))
        .containsExactly(new FlowFigures("fast", 4, 0, 1), new FlowFigures("slow", 2, 4, 4));
    assertThat(group.machine.flows(QUEUE, 1)).hasSize(1);
    assertThat(group.figures().activeFlows()).isEqualTo(1);
  }

  private List<String> waitingAt() {
    return group.store.all(FlowRecord.class).stream()
        .map(FlowRecord::bucket)
        .filter(bucket -> !bucket.isEmpty())
        .toList();
  }
}
