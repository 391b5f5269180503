package dev.vez.domain.machine;

import static dev.vez.domain.machine.GroupFixture.QUEUE;
import static dev.vez.domain.machine.GroupFixture.SECOND;
import static dev.vez.domain.machine.GroupFixture.ack;
import static dev.vez.domain.machine.GroupFixture.nack;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vez.domain.command.AckMessage;
import dev.vez.domain.command.AckMessages;
import dev.vez.domain.command.AttachConsumer;
import dev.vez.domain.command.BecomeLeader;
import dev.vez.domain.command.CarryOutChange;
import dev.vez.domain.command.CatalogueChange;
import dev.vez.domain.command.ConfirmChange;
import dev.vez.domain.command.EnqueueMessages;
import dev.vez.domain.command.Entry;
import dev.vez.domain.command.ExtendLease;
import dev.vez.domain.command.GrantCredit;
import dev.vez.domain.command.NackVerdict;
import dev.vez.domain.command.Proposal;
import dev.vez.domain.command.ReleaseLeases;
import dev.vez.domain.command.Tick;
import dev.vez.domain.effect.CloseConsumer;
import dev.vez.domain.effect.Deliver;
import dev.vez.domain.effect.WakeAt;
import dev.vez.domain.hash.Digest;
import dev.vez.domain.id.ConsumerId;
import dev.vez.domain.id.LeaseId;
import dev.vez.domain.id.Mark;
import dev.vez.domain.id.MessageId;
import dev.vez.domain.id.QueueId;
import dev.vez.domain.message.LeasedMessage;
import dev.vez.domain.outcome.Acked;
import dev.vez.domain.outcome.AcksJudged;
import dev.vez.domain.outcome.ChangeAlreadyDone;
import dev.vez.domain.outcome.ChangeOutOfOrder;
import dev.vez.domain.outcome.ConsumerDetached;
import dev.vez.domain.outcome.ConsumerMissing;
import dev.vez.domain.outcome.CreditGranted;
import dev.vez.domain.outcome.Enqueued;
import dev.vez.domain.outcome.LeaseExtended;
import dev.vez.domain.outcome.LeaseLost;
import dev.vez.domain.outcome.LeaseMissing;
import dev.vez.domain.outcome.LeasesReleased;
import dev.vez.domain.outcome.Nacked;
import dev.vez.domain.outcome.QueueMissing;
import dev.vez.domain.record.BucketRecord;
import dev.vez.domain.record.DigestRecord;
import dev.vez.domain.record.FlowRecord;
import dev.vez.domain.record.GroupSettings;
import dev.vez.domain.record.MessageRecord;
import dev.vez.domain.record.PayloadRecord;
import java.util.List;
import org.junit.jupiter.api.Test;

class QueueMachineTest {

  private static final QueueId OTHER = new QueueId(9, 0);
  private static final NackVerdict RETRY = NackVerdict.Retry.AT_ONCE;
  private static final MessageId UNKNOWN = new MessageId(1, 1);

  private final GroupFixture group = GroupFixture.withQueue();

  @Test
  void shouldDeliverInTheEntryThatEnqueues() {
    group.attach(10);
    Applied applied = group.apply(group.enqueue("a"));
    assertThat(applied.outcomes()).containsExactly(new Enqueued());
    assertThat(group.takeDelivered())
        .singleElement()
        .satisfies(
            deliver -> {
              assertThat(deliver.number()).isEqualTo(1);
              assertThat(deliver.message().attempts()).isZero();
              assertThat(deliver.deadlineMicros()).isEqualTo(group.nowMicros + 30 * SECOND);
            });
  }

  @Test
  void shouldDeliverWhatWaitedInTheEntryThatAttaches() {
    group.apply(group.enqueue("a", "a"));
    assertThat(group.takeDelivered()).isEmpty();
    group.attach(10);
    assertThat(group.takeDelivered()).hasSize(2);
  }

  @Test
  void shouldRefuseAnUnknownQueue() {
    ConsumerId consumer = new ConsumerId(1, 99);
    assertThat(
            group
                .apply(
                    new EnqueueMessages(OTHER, List.of(group.message("a", 1))),
                    new AckMessage(OTHER, UNKNOWN, LeaseId.NONE),
                    nack(OTHER, UNKNOWN, LeaseId.NONE, RETRY),
                    new ExtendLease(OTHER, UNKNOWN, LeaseId.NONE, 1),
                    new AttachConsumer(OTHER, consumer, 1),
                    new GrantCredit(OTHER, consumer, 1, LeaseId.NONE))
                .outcomes())
        .containsExactly(
            new QueueMissing(),
            new QueueMissing(),
            new QueueMissing(),
            new QueueMissing(),
            new QueueMissing(),
            new ConsumerMissing());
  }

  @Test
  void shouldServeWeightsInTurn() {
    group.apply(group.enqueueMany("a", 3, 6), group.enqueueMany("b", 1, 3));
    group.attach(9);
    assertThat(group.takeDeliveredKeys())
        .containsExactly("a", "a", "a", "b", "a", "a", "a", "b", "b");
  }

  @Test
  void shouldGiveANewWeightToTheBacklogToo() {
    group.apply(group.enqueueMany("a", 1, 4), group.enqueueMany("b", 1, 4));
    group.apply(group.enqueueMany("a", 2, 1));
    group.attach(4);
    assertThat(group.takeDeliveredKeys()).containsExactly("a", "a", "b", "a");
  }

  @Test
  void shouldGoOnWithAVisitThatCreditCutShort() {
    group.apply(group.enqueueMany("a", 3, 6), group.enqueueMany("b", 1, 3));
    ConsumerId consumer = group.attach(2);
    assertThat(group.takeDeliveredKeys()).containsExactly("a", "a");
    group.apply(group.grant(consumer, 5, LeaseId.NONE));
    assertThat(group.takeDeliveredKeys()).containsExactly("a", "b", "a");
  }

  @Test
  void shouldServeANewlyActiveKeyWithinOneRotation() {
    ConsumerId consumer = group.attach(0);
    group.apply(group.enqueueMany("noisy", 1, 1_000), group.enqueueMany("other", 1, 1_000));
    group.apply(group.grant(consumer, 11, LeaseId.NONE));
    group.takeDelivered();
    group.apply(group.enqueue("quiet"));
    group.apply(group.grant(consumer, 14, LeaseId.NONE));
    assertThat(group.takeDeliveredKeys()).contains("quiet");
  }

  @Test
  void shouldForgetTheDeficitOfAFlowThatEmpties() {
    group.apply(group.enqueueMany("a", 5, 1));
    group.attach(1);
    assertThat(group.store.all(FlowRecord.class))
        .singleElement()
        .satisfies(flow -> assertThat(flow.deficit()).isZero());
  }

  @Test
  void shouldLetConsumersTakeTurns() {
    ConsumerId one = group.attach(10);
    ConsumerId two = group.attach(10);
    group.apply(group.enqueue("a", "a", "a", "a"));
    assertThat(group.takeDelivered())
        .extracting(Deliver::consumer)
        .containsExactly(one, two, one, two);
  }

  @Test
  void shouldDeliverNoMoreThanTheCredit() {
    ConsumerId consumer = group.attach(2);
    group.apply(group.enqueueMany("a", 1, 5));
    assertThat(group.takeDelivered()).extracting(Deliver::number).containsExactly(1L, 2L);
    assertThat(group.outcome(group.grant(consumer, 3, LeaseId.NONE)))
        .isEqualTo(new CreditGranted(3));
    assertThat(group.outcome(group.grant(consumer, 1, LeaseId.NONE)))
        .as("credit is a running total, and never falls")
        .isEqualTo(new CreditGranted(3));
    assertThat(group.takeDelivered()).extracting(Deliver::number).containsExactly(3L);
  }

  @Test
  void shouldAttachAndDetachOnce() {
    ConsumerId consumer = group.attach(1);
    group.apply(group.enqueue("a", "a", "a"));
    LeaseId lease = group.takeDelivered().getFirst().lease();
    group.apply(new AttachConsumer(QUEUE, consumer, 3));
    assertThat(group.takeDelivered()).as("attached already: its credit stays").isEmpty();
    assertThat(group.outcome(group.detach(consumer, lease))).isEqualTo(new ConsumerDetached(0));
    assertThat(group.outcome(group.detach(consumer, lease))).isEqualTo(new ConsumerDetached(0));
    assertThat(group.outcome(group.grant(consumer, 9, lease))).isEqualTo(new ConsumerMissing());
  }

  @Test
  void shouldSettleOnAck() {
    group.attach(1);
    group.apply(group.enqueue("a"));
    Deliver deliver = group.takeDelivered().getFirst();
    assertThat(group.outcome(ack(deliver))).isEqualTo(new Acked());
    assertThat(group.outcome(ack(deliver))).isEqualTo(new LeaseMissing());
    assertThat(group.store.all(PayloadRecord.class)).isEmpty();
    assertThat(group.store.all(FlowRecord.class)).isEmpty();
    assertThat(group.figures()).isEqualTo(new QueueFigures(QUEUE, 0, 0, 0, 1, 0));
  }

  @Test
  void shouldSettleWhicheverLeaseIsAliveWhereNoneIsNamed() {
    group.attach(1);
    group.apply(group.enqueue("a"));
    MessageId message = group.takeDelivered().getFirst().message().id();
    assertThat(group.outcome(new AckMessage(QUEUE, message, LeaseId.NONE))).isEqualTo(new Acked());
  }

  @Test
  void shouldSettleEachOfSeveralMessagesByItself() {
    ConsumerId consumer = group.attach(3);
    group.apply(group.enqueue("a", "b", "c"));
    List<Deliver> delivered = group.takeDelivered();
    group.apply(nack(delivered.get(1)));
    group.apply(group.grant(consumer, 4, LeaseId.NONE));
    Deliver again = group.takeDelivered().getFirst();
    group.apply(ack(delivered.get(2)));

    assertThat(group.outcome(new AckMessages(QUEUE, leased(delivered))))
        .isEqualTo(
            new AcksJudged(List.of(new Acked(), new LeaseLost(again.lease()), new LeaseMissing())));
    assertThat(group.figures().inFlight()).isEqualTo(1);
    assertThat(group.outcome(new AckMessages(new QueueId(99, 0), leased(delivered))))
        .isEqualTo(new QueueMissing());
  }

  @Test
  void shouldReleaseLeasesToTheirPlacesWithoutAnAttempt() {
    ConsumerId consumer = group.attach(3);
    group.apply(group.enqueue("a", "a", "a", "a"));
    List<Deliver> before = group.takeDelivered();
    group.apply(ack(before.get(1)));
    group.apply(group.detach(consumer, before.getLast().lease()));
    assertThat(group.figures().inFlight()).isEqualTo(2);

    ReleaseLeases release = new ReleaseLeases(QUEUE, leased(before));
    assertThat(group.outcome(release)).isEqualTo(new LeasesReleased(2));
    assertThat(group.outcome(release)).isEqualTo(new LeasesReleased(0));

    group.attach(10);
    assertThat(group.takeDelivered())
        .extracting(Deliver::message)
        .startsWith(before.get(0).message(), before.get(2).message())
        .hasSize(3);
  }

  @Test
  void shouldNotReleaseALeaseThatIsNotTheOneThatIsAlive() {
    ConsumerId consumer = group.attach(1);
    group.apply(group.enqueue("a"));
    List<Deliver> first = group.takeDelivered();
    group.apply(nack(first.getFirst()));
    group.apply(group.grant(consumer, 2, LeaseId.NONE));

    assertThat(group.outcome(new ReleaseLeases(QUEUE, leased(first))))
        .isEqualTo(new LeasesReleased(0));
    assertThat(group.figures().inFlight()).isEqualTo(1);
  }

  @Test
  void shouldRefuseAMessageThatWasNeverDelivered() {
    group.apply(group.enqueue("a"));
    MessageId waiting = group.store.all(MessageRecord.class).getFirst().message().id();
    assertThat(group.outcome(new AckMessage(QUEUE, waiting, LeaseId.NONE)))
        .isEqualTo(new LeaseMissing());
    assertThat(group.outcome(nack(QUEUE, waiting, LeaseId.NONE, RETRY)))
        .isEqualTo(new LeaseMissing());
  }

  @Test
  void shouldPutANackedMessageAtTheTailWithOneMoreAttempt() {
    ConsumerId consumer = group.attach(1);
    group.apply(group.enqueue("a", "a", "a"));
    Deliver first = group.takeDelivered().getFirst();
    assertThat(group.outcome(nack(first))).isEqualTo(new Nacked(1, false));
    group.apply(group.grant(consumer, 4, first.lease()));
    assertThat(group.takeDelivered())
        .extracting(deliver -> deliver.message().attempts())
        .containsExactly(0, 0, 1);
  }

  @Test
  void shouldRefuseTheLeaseOfAnEarlierDelivery() {
    ConsumerId consumer = group.attach(1);
    group.apply(group.enqueue("a"));
    Deliver first = group.takeDelivered().getFirst();
    group.apply(nack(first));
    group.apply(group.grant(consumer, 2, first.lease()));
    Deliver second = group.takeDelivered().getFirst();
    assertThat(second.lease()).isGreaterThan(first.lease());
    assertThat(group.outcome(ack(first))).isEqualTo(new LeaseLost(second.lease()));
    assertThat(group.outcome(nack(first))).isEqualTo(new LeaseLost(second.lease()));
    assertThat(group.outcome(new ExtendLease(QUEUE, first.message().id(), first.lease(), 1)))
        .isEqualTo(new LeaseLost(second.lease()));
    assertThat(group.outcome(ack(second))).isEqualTo(new Acked());
  }

  @Test
  void shouldExpireALeaseAtItsDeadlineAndNotBefore() {
    group.attach(1);
    group.apply(group.enqueue("a"));
    Deliver deliver = group.takeDelivered().getFirst();
    group.advance(30 * SECOND - 1);
    group.apply(new Tick());
    assertThat(group.figures().inFlight()).isEqualTo(1);
    group.advance(1);
    group.apply(new Tick());
    assertThat(group.figures().inFlight()).isZero();
    assertThat(group.outcome(ack(deliver))).isEqualTo(new LeaseMissing());
    group.attach(1);
    assertThat(group.takeDelivered())
        .extracting(again -> again.message().attempts())
        .containsExactly(1);
  }

  @Test
  void shouldLeaveNothingToExpireAfterAnAck() {
    ConsumerId consumer = group.attach(1);
    group.apply(group.enqueue("a"));
    group.apply(ack(group.takeDelivered().getFirst()));
    group.advance(60 * SECOND);
    group.apply(new Tick());
    group.apply(group.grant(consumer, 9, LeaseId.NONE));
    assertThat(group.takeDelivered()).isEmpty();
  }

  @Test
  void shouldExtendALeaseAndNeverShortenIt() {
    group.attach(1);
    group.apply(group.enqueue("a"));
    Deliver deliver = group.takeDelivered().getFirst();
    MessageId message = deliver.message().id();
    assertThat(group.outcome(new ExtendLease(QUEUE, message, deliver.lease(), 60_000)))
        .isEqualTo(new LeaseExtended(deliver.lease(), group.nowMicros + 60 * SECOND));
    assertThat(group.outcome(new ExtendLease(QUEUE, message, deliver.lease(), 1)))
        .isEqualTo(new LeaseExtended(deliver.lease(), group.nowMicros + 60 * SECOND));
    group.advance(31 * SECOND);
    group.apply(new Tick());
    assertThat(group.figures().inFlight()).isEqualTo(1);
    group.advance(29 * SECOND);
    group.apply(new Tick());
    assertThat(group.figures().inFlight()).isZero();
  }

  @Test
  void shouldAskToBeWokenAtTheNextDeadline() {
    group.attach(1);
    Applied applied = group.apply(group.enqueue("a"));
    assertThat(applied.effects()).contains(new WakeAt(group.nowMicros + 30 * SECOND));
  }

  @Test
  void shouldReturnWhatWasNeverSentToItsPlaceWithoutAnAttempt() {
    ConsumerId slow = group.attach(3);
    group.apply(group.enqueue("a", "a", "a", "a"));
    List<Deliver> before = group.takeDelivered();
    assertThat(group.outcome(group.detach(slow, before.getFirst().lease())))
        .isEqualTo(new ConsumerDetached(2));
    assertThat(group.figures().inFlight()).as("what was sent keeps its lease").isEqualTo(1);
    group.attach(10);
    assertThat(group.takeDelivered())
        .extracting(Deliver::message)
        .startsWith(before.get(1).message(), before.get(2).message())
        .hasSize(3);
  }

  @Test
  void shouldKeepLeasesAcrossALeaderChangeAndReturnDoubtfulOnesAtTheirDeadline() {
    ConsumerId consumer = group.attach(2);
    group.apply(group.enqueue("a", "a"));
    List<Deliver> before = group.takeDelivered();
    group.apply(group.grant(consumer, 2, before.getFirst().lease()));
    group.term = 2;
    Applied applied = group.apply(new BecomeLeader(GroupSettings.DEFAULT, 1));
    assertThat(applied.effects())
        .contains(new CloseConsumer(consumer, CloseConsumer.Reason.LEADER_CHANGED));
    group.attach(10);
    assertThat(group.takeDelivered()).as("nothing in flight is delivered twice").isEmpty();
    group.advance(30 * SECOND);
    group.apply(new Tick());
    assertThat(group.takeDelivered())
        .extracting(deliver -> deliver.message().attempts())
        .as("the one that may never have been sent, in its old place; then the retry")
        .containsExactly(0, 1);
  }

  @Test
  void shouldAcceptAnAckAfterALeaderChange() {
    group.attach(1);
    group.apply(group.enqueue("a"));
    Deliver deliver = group.takeDelivered().getFirst();
    group.term = 2;
    group.apply(new BecomeLeader(GroupSettings.DEFAULT, 1));
    assertThat(group.outcome(ack(deliver))).isEqualTo(new Acked());
  }

  @Test
  void shouldKeepItsSettingsWhateverALaterLeaderIsConfiguredWith() {
    group.term = 2;
    group.apply(new BecomeLeader(new GroupSettings(7, 1, 1, 1, 1, 1, 0), 1));
    assertThat(group.machine.settings()).contains(GroupSettings.DEFAULT);
  }

  @Test
  void shouldGiveNoEffectToAnEntryOfAnotherTerm() {
    Digest before = group.machine.digest();
    Entry stale =
        new Entry(
            group.index + 1,
            2,
            new Proposal(1, 1, group.nowMicros + SECOND, List.of(group.enqueue("a"))));
    Applied applied = group.machine.apply(stale);
    assertThat(applied.staleTerm()).isTrue();
    assertThat(applied.mutations()).isEmpty();
    assertThat(group.machine.digest()).isEqualTo(before);
    assertThat(group.machine.logTimeMicros()).isEqualTo(group.nowMicros);
  }

  @Test
  void shouldNeverLetLogTimeGoBack() {
    group.apply(new Tick());
    long before = group.machine.logTimeMicros();
    group.advance(-10 * SECOND);
    group.apply(new Tick());
    assertThat(group.machine.logTimeMicros()).isEqualTo(before);
  }

  @Test
  void shouldRefuseAnEntryThatIsNotNewer() {
    group.index--;
    assertThatThrownBy(() -> group.apply(new Tick()))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("above index");
  }

  @Test
  void shouldRefuseACommandOfTheCatalogue() {
    assertThatThrownBy(() -> group.apply(new ConfirmChange(1, Mark.NONE)))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("ConfirmChange");
  }

  @Test
  void shouldStopDeliveringAtTheQueuesLimitUntilALeaseEnds() {
    GroupFixture small =
        new GroupFixture(new GroupSettings(1, 2, 100, 100, 100, 100, 0), Long.MAX_VALUE, false);
    small.createQueue(QUEUE);
    small.attach(10);
    small.apply(small.enqueueMany("a", 1, 5));
    List<Deliver> first = small.takeDelivered();
    assertThat(first).hasSize(2);
    assertThat(small.machine.isFull(QUEUE)).isTrue();
    small.apply(ack(first.getFirst()));
    assertThat(small.takeDelivered()).hasSize(1);
    small.apply(ack(first.getLast()));
    small.takeDelivered().forEach(deliver -> small.apply(ack(deliver)));
    small.takeDelivered().forEach(deliver -> small.apply(ack(deliver)));
    assertThat(small.machine.isFull(QUEUE)).isFalse();
  }

  @Test
  void shouldStopDeliveringAtTheGroupsLimitUntilALeaseEndsInAnyQueue() {
    GroupFixture small =
        new GroupFixture(new GroupSettings(1, 100, 2, 100, 100, 100, 0), Long.MAX_VALUE, false);
    small.createQueue(QUEUE);
    small.createQueue(OTHER);
    small.attach(10);
    small.apply(new AttachConsumer(OTHER, new ConsumerId(1, 50), 10));
    small.apply(small.enqueueMany("a", 1, 1));
    assertThat(small.machine.isFull(OTHER)).isFalse();
    small.apply(small.enqueueMany("a", 1, 1));
    assertThat(small.machine.isFull(OTHER)).isTrue();
    Deliver first = small.takeDelivered().getFirst();
    small.apply(new EnqueueMessages(OTHER, List.of(small.message("b", 1))));
    assertThat(small.takeDelivered()).isEmpty();
    small.apply(ack(first));
    assertThat(small.takeDelivered()).extracting(Deliver::queue).containsExactly(OTHER);
  }

  @Test
  void shouldContinueWhatTheLimitOnDeliveriesCutShort() {
    GroupFixture small =
        new GroupFixture(new GroupSettings(1, 100, 100, 3, 100, 100, 0), Long.MAX_VALUE, false);
    small.createQueue(QUEUE);
    small.createQueue(OTHER);
    small.attach(100);
    small.apply(new AttachConsumer(OTHER, new ConsumerId(1, 50), 10));
    Applied applied =
        small.apply(
            small.enqueueMany("a", 1, 5),
            new EnqueueMessages(OTHER, List.of(small.message("b", 1))));
    assertThat(small.takeDelivered()).hasSize(3);
    assertThat(applied.effects()).contains(new WakeAt(small.nowMicros));
    small.apply(new Tick());
    assertThat(small.takeDelivered())
        .extracting(Deliver::queue)
        .as("the other queue is first in turn")
        .containsExactly(OTHER, QUEUE, QUEUE);
  }

  @Test
  void shouldContinueWhatTheLimitOnExpiriesCutShort() {
    GroupFixture small =
        new GroupFixture(new GroupSettings(1, 100, 100, 100, 2, 100, 0), Long.MAX_VALUE, false);
    small.createQueue(QUEUE);
    small.attach(5);
    small.apply(small.enqueueMany("a", 1, 5));
    small.advance(30 * SECOND);
    Applied first = small.apply(new Tick());
    assertThat(small.figures().inFlight()).isEqualTo(3);
    assertThat(first.effects()).contains(new WakeAt(small.nowMicros));
    small.apply(new Tick());
    small.apply(new Tick());
    assertThat(small.figures().inFlight()).isZero();
    assertThat(small.figures().pending()).isEqualTo(5);
  }

  @Test
  void shouldDeleteAQueueWithAllThatIsInIt() {
    ConsumerId consumer = group.attach(2);
    group.apply(group.enqueueMany("a", 1, 5));
    Deliver deliver = group.takeDelivered().getFirst();
    Mark next = new Mark(2, 0);
    Applied applied =
        group.apply(
            group.enqueue("b"),
            new CarryOutChange(group.mark, next, new CatalogueChange.DeleteQueues(List.of(QUEUE))),
            ack(deliver));
    assertThat(applied.outcomes().getLast()).isEqualTo(new QueueMissing());
    assertThat(applied.effects())
        .contains(new CloseConsumer(consumer, CloseConsumer.Reason.QUEUE_DELETED));
    assertThat(group.store.all(MessageRecord.class)).isEmpty();
    assertThat(group.store.all(DigestRecord.class))
        .extracting(DigestRecord::queue)
        .containsExactly(QueueId.NONE);
    group.advance(60 * SECOND);
    group.apply(new Tick());
    group.reopen();
    assertThat(group.machine.figures()).isEmpty();
  }

  @Test
  void shouldCarryOutChangesInOrderAndOnce() {
    CatalogueChange delete = new CatalogueChange.DeleteQueues(List.of(QUEUE));
    assertThat(group.outcome(new CarryOutChange(new Mark(5, 0), new Mark(6, 0), delete)))
        .as("one between is missing")
        .isEqualTo(new ChangeOutOfOrder(group.mark));
    assertThat(group.outcome(new CarryOutChange(Mark.NONE, group.mark, delete)))
        .as("a late command of a deposed leader")
        .isEqualTo(new ChangeAlreadyDone(group.mark));
    assertThat(group.machine.figures(QUEUE)).isPresent();
  }

  @Test
  void shouldKeepItsMarkWhenItsQueuesAreGone() {
    Mark next = new Mark(2, 0);
    group.apply(
        new CarryOutChange(group.mark, next, new CatalogueChange.DeleteQueues(List.of(QUEUE))));
    group.reopen();
    assertThat(
            group.outcome(
                new CarryOutChange(
                    group.mark, next, new CatalogueChange.DeleteQueues(List.of(QUEUE)))))
        .isEqualTo(new ChangeAlreadyDone(next));
  }

  @Test
  void shouldReportFlowsInRingOrder() {
    group.apply(group.enqueueMany("a", 2, 3), group.enqueueMany("b", 1, 1));
    group.attach(1);
    assertThat(group.machine.flows(QUEUE, 10))
        .containsExactly(new FlowFigures("a", 2, 1, 2), new FlowFigures("b", 1, 0, 1));
    assertThat(group.machine.flows(QUEUE, 1)).hasSize(1);
  }

  @Test
  void shouldShowItsBucketsAsOfLogTime() {
    group.setBucket("b", 2_000_000, 5_000_000);
    group.setBucket("a", 0, 1_500_000);
    assertThat(group.machine.buckets(10))
        .containsExactly(
            new BucketFigures("a", 1_500_000, 0, 1_500_000),
            new BucketFigures("b", 5_000_000, 2_000_000, 5_000_000));

    group.setBucket("b", 2_000_000, 3_000_000);
    group.setBucket("b", 2_000_000, 9_000_000);
    group.advance(SECOND / 2);
    group.apply(new Tick());
    group.reopen();
    assertThat(group.machine.buckets(10))
        .contains(new BucketFigures("b", 4_000_000, 2_000_000, 9_000_000));
    assertThat(group.machine.buckets(1)).extracting(BucketFigures::throttleKey).containsOnly("a");

    group.removeBucket("b");
    group.removeBucket("b");
    assertThat(group.store.all(BucketRecord.class))
        .extracting(BucketRecord::throttleKey)
        .containsExactly("a");
    assertThat(group.machine.buckets(10)).hasSize(1);
  }

  private static List<LeasedMessage> leased(List<Deliver> delivered) {
    return delivered.stream()
        .map(deliver -> new LeasedMessage(deliver.message().id(), deliver.lease()))
        .toList();
  }
}
