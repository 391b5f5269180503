package dev.vez.engine.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vez.domain.command.AttachConsumer;
import dev.vez.domain.command.Command;
import dev.vez.domain.command.DetachConsumer;
import dev.vez.domain.command.GrantCredit;
import dev.vez.domain.effect.Deliver;
import dev.vez.domain.id.ConsumerId;
import dev.vez.domain.id.LeaseId;
import dev.vez.domain.id.MessageId;
import dev.vez.domain.id.Place;
import dev.vez.domain.id.QueueId;
import dev.vez.domain.message.MessageInfo;
import dev.vez.domain.outcome.ConsumerAttached;
import dev.vez.domain.outcome.ConsumerDetached;
import dev.vez.domain.outcome.ConsumerMissing;
import dev.vez.domain.outcome.CreditGranted;
import dev.vez.domain.outcome.Outcome;
import dev.vez.domain.outcome.QueueMissing;
import dev.vez.engine.RecordingSink;
import dev.vez.engine.group.OwnCommand;
import dev.vez.ports.api.Rejection;
import dev.vez.ports.api.Result;
import dev.vez.ports.api.Subscription;
import dev.vez.ports.scheduling.VirtualProcess;
import dev.vez.ports.scheduling.VirtualScheduler;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Which command a consumer has on its way, and when. */
class SessionTest {

  private static final QueueId QUEUE = new QueueId(4, 0);
  private static final ConsumerId ID = new ConsumerId(2, 1);

  private final ArrayDeque<OwnCommand> proposed = new ArrayDeque<>();
  private final List<Runnable> ends = new ArrayList<>();
  private Executor deliveryThread = Runnable::run;
  private final VirtualScheduler scheduler = new VirtualScheduler();
  private final VirtualProcess process = scheduler.process();
  private final Consumers consumers =
      new Consumers(10, proposed::add, task -> deliveryThread.execute(task), process, process);
  private final RecordingSink sink = new RecordingSink();
  private CompletableFuture<Result<Session>> result = new CompletableFuture<>();

  @BeforeEach
  void attach() {
    consumers.serveIn(2);
    result =
        consumers
            .attach(QUEUE, "orders", new ConsumerTerms.Windowed(4), sink)
            .toCompletableFuture();
  }

  @Test
  void shouldAttachWithAWindowOfCredit() {
    assertThat(nextCommand()).isEqualTo(new AttachConsumer(QUEUE, ID, 4));

    applied(new ConsumerAttached());

    assertThat(result.join()).isInstanceOf(Result.Accepted.class);
    assertThat(proposed).isEmpty();
  }

  @Test
  void shouldSayThatTheQueueIsGone() {
    applied(new QueueMissing());

    assertThat(result.join()).isEqualTo(Result.rejected(new Rejection.QueueNotFound("orders")));
    assertThat(consumers.find(ID)).isNull();
    assertThat(sink.end()).isNull();
  }

  @Test
  void shouldProposeNothingMoreOnceItsEndIsCertain() {
    // As where its end waits behind other deliveries.
    deliveryThread = ends::add;

    applied(new QueueMissing());

    assertThat(ends).hasSize(1);
    assertThat(proposed).isEmpty();
  }

  @Test
  void shouldHaveOneCommandOnItsWayAndGrantWhatCameMeanwhileNext() {
    Subscription subscription = attached();
    handOver(subscription, 1, 2);
    assertThat(proposed).hasSize(1);
    assertThat(nextCommand()).isEqualTo(new GrantCredit(QUEUE, ID, 6, lease(2)));
    handOver(subscription, 3, 4);
    assertThat(proposed).hasSize(1);

    applied(new CreditGranted(6));

    assertThat(nextCommand()).isEqualTo(new GrantCredit(QUEUE, ID, 8, lease(4)));
  }

  @Test
  void shouldGrantWhatIsTrueWhenALostCommandIsProposedAgain() {
    Subscription subscription = attached();
    handOver(subscription, 1, 2);
    assertThat(nextCommand()).isEqualTo(new GrantCredit(QUEUE, ID, 6, lease(2)));

    handOver(subscription, 3, 3);

    assertThat(nextCommand()).isEqualTo(new GrantCredit(QUEUE, ID, 7, lease(3)));
  }

  @Test
  void shouldDetachOnceWithItsMarkAfterWhatIsOnItsWay() {
    Subscription subscription = attached();
    handOver(subscription, 1, 3);

    subscription.close();
    subscription.close();
    subscription.handedOver(lease(4));
    assertThat(proposed).hasSize(1);
    assertThat(nextCommand()).isEqualTo(new DetachConsumer(QUEUE, ID, lease(3)));
    applied(new ConsumerDetached(0));

    assertThat(proposed).isEmpty();
    assertThat(consumers.find(ID)).isNull();
  }

  @Test
  void shouldDetachAfterAGrantThatIsOnItsWay() {
    Subscription subscription = attached();
    handOver(subscription, 1, 2);
    assertThat(nextCommand()).isInstanceOf(GrantCredit.class);
    subscription.close();

    applied(new CreditGranted(6));

    assertThat(nextCommand()).isEqualTo(new DetachConsumer(QUEUE, ID, lease(2)));
  }

  @Test
  void shouldDetachWhatWasDismissedWhileItWasAttaching() {
    consumers.dismissAllLater(new Rejection.Draining());
    assertThat(result.join()).isEqualTo(Result.rejected(new Rejection.Draining()));

    applied(new ConsumerAttached());

    assertThat(nextCommand()).isEqualTo(new DetachConsumer(QUEUE, ID, LeaseId.NONE));
    assertThat(sink.end()).isNull();
  }

  @Test
  void shouldEndWhereItsCommandIsAbandoned() {
    Subscription subscription = attached();
    handOver(subscription, 1, 2);

    proposed.remove().abandoned(new Rejection.NotLeader("other"));
    handOver(subscription, 3, 4);

    assertThat(sink.end()).isEqualTo(new Rejection.NotLeader("other"));
    assertThat(proposed).isEmpty();
    assertThat(consumers.find(ID)).isNull();
  }

  @Test
  void shouldEndWhereTheGroupDoesNotKnowItAnyMore() {
    Subscription subscription = attached();
    handOver(subscription, 1, 2);
    nextCommand();

    applied(new ConsumerMissing());

    assertThat(sink.end()).isEqualTo(new Rejection.NotLeader(""));
    assertThat(proposed).isEmpty();
  }

  @Test
  void shouldTakeEachLeaseOnceAndInOrder() {
    attached();
    Session session = session();

    assertThat(session.advanceTo(lease(5))).isTrue();
    assertThat(session.advanceTo(lease(5))).isFalse();
    assertThat(session.advanceTo(lease(4))).isFalse();
    assertThat(session.advanceTo(lease(6))).isTrue();
  }

  @Test
  void shouldRefuseConsumersWhileItDoesNotServe() {
    consumers.serveNoMore();

    assertThat(
            consumers
                .attach(QUEUE, "orders", new ConsumerTerms.Windowed(4), sink)
                .toCompletableFuture()
                .join())
        .isEqualTo(Result.rejected(new Rejection.NotLeader("")));
  }

  @Test
  void shouldDetachAGhostOnce() {
    applied(new ConsumerAttached());
    Deliver deliver =
        new Deliver(
            QUEUE,
            new ConsumerId(2, 99),
            1,
            lease(1),
            "key",
            new MessageInfo(new MessageId(1, 1), new Place(1, 1), 1, List.of(), 0, 0, 0, 0),
            0);

    consumers.detachUnknown(deliver);
    consumers.detachUnknown(deliver);
    assertThat(proposed).hasSize(1);
    assertThat(nextCommand())
        .isEqualTo(new DetachConsumer(QUEUE, new ConsumerId(2, 99), LeaseId.NONE));
    applied(new ConsumerDetached(1));
    consumers.detachUnknown(deliver);

    assertThat(proposed).hasSize(1);
  }

  private Subscription attached() {
    nextCommand();
    applied(new ConsumerAttached());
    return switch (result.join()) {
      case Result.Accepted<Session>(var subscription) -> subscription;
      case Result.Rejected<Session>(var reason) -> throw new AssertionError(reason);
    };
  }

  private Session session() {
    Session session = consumers.find(ID);
    if (session == null) {
      throw new AssertionError("Expected a session");
    }
    return session;
  }

  private Command nextCommand() {
    return proposed.element().command();
  }

  private void applied(Outcome outcome) {
    proposed.remove().applied(outcome);
  }

  private static void handOver(Subscription subscription, int from, int to) {
    for (int i = from; i <= to; i++) {
      subscription.handedOver(lease(i));
    }
  }

  private static LeaseId lease(int index) {
    return new LeaseId(index, 0);
  }
}
