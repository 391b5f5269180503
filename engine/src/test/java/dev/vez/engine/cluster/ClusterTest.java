package dev.vez.engine.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import dev.vez.domain.id.LeaseId;
import dev.vez.domain.id.MessageId;
import dev.vez.domain.message.LeasedMessage;
import dev.vez.engine.RecordingSink;
import dev.vez.engine.TestNode;
import dev.vez.engine.group.GroupStatus;
import dev.vez.engine.routing.Joining;
import dev.vez.ports.api.ClusterStatus;
import dev.vez.ports.api.CreditedSubscription;
import dev.vez.ports.api.NewQueue;
import dev.vez.ports.api.QueueSummary;
import dev.vez.ports.api.Rejection;
import dev.vez.ports.api.Result;
import dev.vez.ports.api.SettleBatch;
import dev.vez.ports.api.Settled;
import dev.vez.ports.api.Settlement;
import dev.vez.ports.api.SubscribeRequest;
import dev.vez.ports.scheduling.Delivery;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ClusterTest {

  /** A queue goes to the group with the fewest, and of those to the first. */
  private static final int FIRST_QUEUES_GROUP = 1;

  private final TestCluster cluster = TestCluster.of(3);

  @Test
  void shouldGrowEveryGroupToEveryNodeAndSpreadTheLeaders() {
    settle();

    ClusterStatus status = cluster.status(2);
    assertThat(status.clusterId()).isEqualTo(TestCluster.CLUSTER_ID);
    assertThat(status.nodes())
        .extracting(ClusterStatus.Node::nodeId, ClusterStatus.Node::isReachable)
        .containsExactly(tuple(1L, true), tuple(2L, true), tuple(3L, true));
    assertThat(status.groups())
        .allSatisfy(group -> assertThat(group.voters()).containsExactly(1L, 2L, 3L));
    assertThat(status.groups())
        .extracting(ClusterStatus.Group::leaderNodeId)
        .containsExactly(
            cluster.logs.leader(0),
            cluster.logs.leader(1),
            cluster.logs.leader(2),
            cluster.logs.leader(3));
  }

  @Test
  void shouldTakeCallsAtEveryNode() {
    for (long node = 1; node <= 3; node++) {
      cluster.createQueue(node, "orders" + node);
      for (long other = 1; other <= 3; other++) {
        cluster.accepted(cluster.enqueue(other, "orders" + node, "from " + other));
        assertThat(stats(other, "orders" + node).depth()).isEqualTo(other);
      }
      assertThat(
              cluster.accepted(cluster.engine(node).admin().queueStats("orders" + node)).replicas())
          .isEqualTo(3);
    }
    List<QueueSummary> queues = cluster.accepted(cluster.engine(3).admin().listQueues());
    assertThat(queues)
        .extracting(QueueSummary::name)
        .containsExactly(
            "orders1", "orders1.dlq", "orders2", "orders2.dlq", "orders3", "orders3.dlq");
    assertThat(queues).filteredOn(each -> each.depth() == 3).hasSize(3);
    assertThat(cluster.accepted(cluster.engine(2).admin().deleteQueue("orders1")))
        .isEqualTo(Settled.INSTANCE);
    assertThat(cluster.rejected(cluster.enqueue(3, "orders1", "late")))
        .isEqualTo(new Rejection.QueueNotFound("orders1"));
  }

  @Test
  void shouldForwardBatchesInOrderWhateverTheNodeKnows() {
    cluster.createQueue(1, "orders");
    long leader = stats(1, "orders").leaderNodeId();
    long other = leader % 3 + 1;
    List<CompletableFuture<Result<List<Result<MessageId>>>>> answers =
        IntStream.range(0, 50)
            .mapToObj(
                i ->
                    cluster
                        .engine(other)
                        .messaging()
                        .enqueueBatch(TestNode.batch("orders", 5, "a" + i, "b" + i))
                        .toCompletableFuture())
            .toList();

    answers.forEach(answer -> assertThat(cluster.accepted(answer)).hasSize(2));
    RecordingSink sink = cluster.consume(leader, "orders", 1_000);
    cluster.scheduler.runUntil(() -> sink.deliveries().size() == 100);
    assertThat(sink.bodies())
        .containsExactlyElementsOf(
            IntStream.range(0, 50).boxed().flatMap(i -> Stream.of("a" + i, "b" + i)).toList());
    assertThat(sink.deliveries())
        .extracting(delivery -> delivery.message().id())
        .containsExactlyElementsOf(
            answers.stream()
                .flatMap(answer -> cluster.accepted(answer).stream())
                .map(
                    result ->
                        switch (result) {
                          case Result.Accepted<MessageId>(var id) -> id;
                          case Result.Rejected<MessageId>(var reason) ->
                              throw new AssertionError(reason);
                        })
                .toList());
  }

  @Test
  void shouldKnowARepeatAtEveryNodeAndUnderEverySettingThatWasMade() {
    cluster.createQueue(1, "orders");
    cluster.accepted(cluster.engine(2).config().setConfig("idempotency.max_keys", "2"));
    long leader = stats(1, "orders").leaderNodeId();
    List<Result<MessageId>> first =
        cluster.accepted(
            cluster
                .engine(leader)
                .messaging()
                .enqueueBatch(TestNode.keyed("orders", "a", "b", "a", "")));

    for (long node = 1; node <= 3; node++) {
      List<Result<MessageId>> repeat =
          cluster.accepted(
              cluster
                  .engine(node)
                  .messaging()
                  .enqueueBatch(TestNode.keyed("orders", "b", "c", "a")));
      assertThat(repeat.get(0)).isEqualTo(first.get(1));
      assertThat(repeat.get(1))
          .isInstanceOfSatisfying(
              Result.Rejected.class,
              refused ->
                  assertThat(refused.reason())
                      .isEqualTo(new Rejection.TooManyIdempotencyKeys(2, 10_000)));
      assertThat(repeat.get(2)).isEqualTo(first.get(0));
    }
    assertThat(first.get(2)).isEqualTo(first.get(0));
    assertThat(stats(1, "orders").depth()).isEqualTo(3);
  }

  @Test
  void shouldTellOfAForwardedBatchWhetherItWasCarriedOut() {
    cluster.createQueue(1, "orders");
    long leader = stats(1, "orders").leaderNodeId();
    long other = leader % 3 + 1;
    assertThat(
            cluster.rejected(
                cluster.engine(other).messaging().enqueueBatch(TestNode.batch("missing", 5, "a"))))
        .isEqualTo(new Rejection.QueueNotFound("missing"));

    cluster.network.cutOff(TestCluster.address(leader));
    List<CompletableFuture<Result<List<Result<MessageId>>>>> answers =
        IntStream.range(0, 3)
            .mapToObj(
                i ->
                    cluster
                        .engine(other)
                        .messaging()
                        .enqueueBatch(TestNode.batch("orders", 5, "a" + i))
                        .toCompletableFuture())
            .toList();
    assertThat(answers)
        .allSatisfy(
            answer -> assertThat(cluster.rejected(answer)).isInstanceOf(Rejection.NotLeader.class));
  }

  @Test
  void shouldShowAtEveryNodeWhatWasConfiguredAtAnother() {
    for (long node = 1; node <= 3; node++) {
      cluster.accepted(cluster.engine(node).config().setConfig("key" + node, "value" + node));
      for (long other = 1; other <= 3; other++) {
        assertThat(cluster.accepted(cluster.engine(other).config().getConfig("key" + node)))
            .isEqualTo("value" + node);
      }
    }
    assertThat(cluster.accepted(cluster.engine(2).config().listConfig("key"))).hasSize(3);
    cluster.accepted(cluster.engine(3).config().setConfig("throttle.slow", "1,3"));
    assertThat(cluster.rejected(cluster.engine(2).config().setConfig("throttle.slow", "nonsense")))
        .isInstanceOf(Rejection.InvalidArgument.class);
  }

  @Test
  void shouldSpreadNewQueuesOverTheGroups() {
    settle();
    IntStream.range(0, 6).forEach(i -> cluster.createQueue(1, "q" + i));
    assertThat(cluster.accepted(cluster.engine(1).admin().listQueues()))
        .extracting(QueueSummary::leaderNodeId)
        .contains(1L, 2L, 3L);
  }

  @Test
  void shouldRefuseWhatIsNotThereOnlyAfterAskingTheLeaderOfMeta() {
    long leader = cluster.logs.leader(0);
    long other = leader % 3 + 1;
    assertThat(cluster.rejected(cluster.enqueue(other, "missing", "a")))
        .isEqualTo(new Rejection.QueueNotFound("missing"));

    cluster.network.cutOff(TestCluster.address(leader));
    assertThat(cluster.rejected(cluster.enqueue(other, "missing", "a")))
        .isInstanceOf(Rejection.NotLeader.class);
  }

  @Test
  void shouldRefuseAQueueThatExistsAtWhicheverNode() {
    cluster.createQueue(1, "orders");
    assertThat(
            cluster.rejected(
                cluster.engine(3).admin().createQueue(new NewQueue("orders", "", "", 0))))
        .isEqualTo(new Rejection.QueueAlreadyExists("orders"));
  }

  @Test
  void shouldProxyAConsumerWithItsWindow() {
    cluster.createQueue(1, "orders");
    long leader = stats(1, "orders").leaderNodeId();
    long other = leader % 3 + 1;
    RecordingSink sink = cluster.consume(other, "orders", 2);
    for (int i = 0; i < 4; i++) {
      cluster.accepted(cluster.enqueue(1, "orders", "m" + i));
    }
    cluster.scheduler.runReady();
    assertThat(sink.bodies()).containsExactly("m0", "m1");

    sink.handOver(2);
    cluster.scheduler.runUntil(() -> sink.deliveries().size() == 4);
    assertThat(sink.bodies()).containsExactly("m0", "m1", "m2", "m3");
    Delivery first = sink.deliveries().getFirst();
    assertThat(first.headers()).containsEntry("h", "m0");
    assertThat(cluster.accepted(cluster.ack(other, first, first.lease())))
        .isEqualTo(Settled.INSTANCE);
    assertThat(cluster.rejected(cluster.ack(leader, first, LeaseId.NONE)))
        .isInstanceOf(Rejection.LeaseNotFound.class);

    sink.close();
    cluster.scheduler.runUntil(() -> stats(1, "orders").consumers() == 0);
    assertThat(stats(1, "orders").inFlight()).isEqualTo(1);
  }

  @Test
  void shouldProxyASubscriptionWithItsCreditAndWhatItSettles() {
    cluster.createQueue(1, "orders");
    long leader = stats(1, "orders").leaderNodeId();
    long other = leader % 3 + 1;
    RecordingSink sink = new RecordingSink().handingOver();
    CreditedSubscription subscription =
        cluster.accepted(
            cluster
                .engine(other)
                .messaging()
                .subscribe(
                    new SubscribeRequest("orders", 2, 0, SubscribeRequest.AtEnd.RELEASE), sink));
    sink.subscribed(subscription);
    cluster.accepted(
        cluster
            .engine(leader)
            .messaging()
            .enqueueBatch(TestNode.batch("orders", 1, "a", "b", "c", "d", "e")));
    cluster.scheduler.runReady();
    assertThat(sink.bodies()).containsExactly("a", "b");

    subscription.grant(2);
    cluster.scheduler.runUntil(() -> sink.deliveries().size() == 4);
    List<Settlement> settlements =
        List.of(
            new Settlement.Ack(leased(sink.deliveries().get(0))),
            new Settlement.Nack(leased(sink.deliveries().get(1)), "it broke"),
            new Settlement.Ack(new LeasedMessage(new MessageId(1, 2), new LeaseId(1, 1))));
    List<Result<Settled>> results =
        cluster.accepted(subscription.settle(new SettleBatch("orders", settlements, true)));
    assertThat(results.subList(0, 2)).allMatch(Result.Accepted.class::isInstance);
    assertThat(results.get(2))
        .isEqualTo(
            Result.rejected(new Rejection.LeaseNotFound("orders", new MessageId(1, 2).toString())));
    assertThat(
            cluster.accepted(
                cluster
                    .engine(other)
                    .messaging()
                    .settleBatch(new SettleBatch("orders", settlements, false))))
        .allMatch(Result.Rejected.class::isInstance);
    assertThat(stats(1, "orders").inFlight()).isEqualTo(2);

    subscription.close();
    cluster.scheduler.runUntil(
        () -> stats(1, "orders").consumers() == 0 && stats(1, "orders").inFlight() == 0);
    RecordingSink next = cluster.consume(leader, "orders", 10);
    cluster.scheduler.runUntil(() -> next.deliveries().size() == 4);
    // What was released is where it was, what was nacked at the tail.
    assertThat(next.bodies()).containsExactly("c", "d", "e", "b");
    assertThat(next.deliveries())
        .extracting(delivery -> delivery.message().attempts())
        .containsExactly(0, 0, 0, 1);
  }

  @Test
  void shouldEndAProxiedSubscriptionWhenTheLeaderChangesAndLeaveNothingUnanswered() {
    cluster.createQueue(1, "orders");
    long leader = cluster.logs.leader(FIRST_QUEUES_GROUP);
    long other = leader % 3 + 1;
    RecordingSink sink = new RecordingSink().handingOver();
    CreditedSubscription subscription =
        cluster.accepted(
            cluster
                .engine(other)
                .messaging()
                .subscribe(
                    new SubscribeRequest("orders", 2, 0, SubscribeRequest.AtEnd.RELEASE), sink));
    sink.subscribed(subscription);
    cluster.accepted(cluster.enqueue(leader, "orders", "held"));
    cluster.scheduler.runUntil(() -> sink.deliveries().size() == 1);

    cluster.logs.lead(FIRST_QUEUES_GROUP, other);
    CompletableFuture<Result<List<Result<Settled>>>> late =
        subscription
            .settle(
                new SettleBatch(
                    "orders",
                    List.of(new Settlement.Ack(leased(sink.deliveries().getFirst()))),
                    true))
            .toCompletableFuture();
    cluster.scheduler.runUntil(() -> sink.end() != null && late.isDone());
    assertThat(sink.end()).isEqualTo(new Rejection.NotLeader(TestCluster.address(other)));

    // Its lease is kept for it.
    assertThat(
            cluster.accepted(
                cluster
                    .engine(leader)
                    .messaging()
                    .settleBatch(
                        new SettleBatch(
                            "orders",
                            List.of(new Settlement.Ack(leased(sink.deliveries().getFirst()))),
                            false))))
        .hasSize(1);
    assertThat(stats(1, "orders").depth()).isZero();
  }

  private static LeasedMessage leased(Delivery delivery) {
    return new LeasedMessage(delivery.message().id(), delivery.lease());
  }

  @Test
  void shouldKeepTheLeasesOfAProxiedConsumerWhoseNodeIsLost() {
    cluster.createQueue(1, "orders");
    long leader = cluster.logs.leader(FIRST_QUEUES_GROUP);
    long other = leader % 3 + 1;
    RecordingSink sink = cluster.consume(other, "orders", 2);
    for (int i = 0; i < 2; i++) {
      cluster.accepted(cluster.enqueue(leader, "orders", "m" + i));
    }
    cluster.scheduler.runUntil(() -> sink.deliveries().size() == 2);

    cluster.network.cutOff(TestCluster.address(other));
    cluster.scheduler.runUntil(() -> stats(leader, "orders").consumers() == 0);
    RecordingSink next = cluster.consume(leader, "orders", 2);
    cluster.scheduler.runReady();

    assertThat(next.deliveries()).isEmpty();
    assertThat(stats(leader, "orders").inFlight()).isEqualTo(2);
  }

  @Test
  void shouldEndAProxiedConsumerWhenTheLeaderChangesAndTellWhereItIs() {
    cluster.createQueue(1, "orders");
    int group = FIRST_QUEUES_GROUP;
    long leader = cluster.logs.leader(group);
    long other = leader % 3 + 1;
    RecordingSink proxied = cluster.consume(other, "orders", 2);
    RecordingSink direct = cluster.consume(leader, "orders", 2);

    cluster.logs.lead(group, other);
    cluster.scheduler.runUntil(() -> proxied.end() != null && direct.end() != null);
    assertThat(direct.end()).isEqualTo(new Rejection.NotLeader(TestCluster.address(other)));
    assertThat(proxied.end()).isEqualTo(new Rejection.NotLeader(TestCluster.address(other)));
  }

  @Test
  void shouldGoOnAtTheNewLeaderAndKeepLeases() {
    cluster.createQueue(1, "orders");
    int group = FIRST_QUEUES_GROUP;
    long leader = cluster.logs.leader(group);
    long next = leader % 3 + 1;
    RecordingSink sink = cluster.consume(leader, "orders", 1);
    cluster.accepted(cluster.enqueue(leader, "orders", "held"));
    cluster.scheduler.runUntil(() -> sink.deliveries().size() == 1);
    sink.handOver(1);
    cluster.scheduler.runReady();

    cluster.logs.lead(group, next);
    cluster.scheduler.runUntil(
        () -> cluster.engine(next).health().get(group) instanceof GroupStatus.Serving);
    Delivery held = sink.deliveries().getFirst();
    assertThat(stats(leader, "orders").inFlight()).isEqualTo(1);
    assertThat(cluster.accepted(cluster.ack(leader, held, held.lease())))
        .isEqualTo(Settled.INSTANCE);
    MessageId id = cluster.accepted(cluster.enqueue(leader, "orders", "after"));
    assertThat(id).isNotEqualTo(held.message().id());
    assertThat(stats(next, "orders").depth()).isEqualTo(1);
  }

  @Test
  void shouldNotKnowTheOutcomeOfACallWhoseConnectionBroke() {
    cluster.createQueue(1, "orders");
    long leader = cluster.logs.leader(FIRST_QUEUES_GROUP);
    long other = leader % 3 + 1;
    long before = cluster.logs.entries(FIRST_QUEUES_GROUP);

    CompletableFuture<Result<MessageId>> call = cluster.enqueue(other, "orders", "perhaps");
    cluster.scheduler.runUntil(() -> cluster.logs.entries(FIRST_QUEUES_GROUP) > before);
    assertThat(call).isNotDone();
    cluster.network.cutOff(TestCluster.address(leader));
    assertThat(cluster.rejected(call)).isInstanceOf(Rejection.OutcomeUnknown.class);
    cluster.network.heal();
    assertThat(stats(other, "orders").depth()).isEqualTo(1);
  }

  @Test
  void shouldCarryChangesOutInAGroupWhoseLeaderWasAway() {
    settle();
    cluster.createQueue(1, "a");
    cluster.createQueue(1, "b");
    long metaLeader = cluster.logs.leader(0);
    // The next queues go to the group with none.
    int remote = 3;
    cluster.logs.lead(remote, metaLeader % 3 + 1);
    cluster.scheduler.advanceMillis(100);
    cluster.logs.lead(remote, 0);
    List<CompletableFuture<Result<String>>> calls =
        IntStream.range(0, 3)
            .mapToObj(
                i ->
                    cluster
                        .engine(metaLeader)
                        .admin()
                        .createQueue(new NewQueue("new" + i, "", "", 0))
                        .toCompletableFuture())
            .toList();
    cluster.scheduler.advanceMillis(500);
    assertThat(calls).noneMatch(CompletableFuture::isDone);

    cluster.logs.lead(remote, (metaLeader + 1) % 3 + 1);
    calls.forEach(cluster::accepted);
  }

  @Test
  void shouldNotTakeANodeForOneThatHasLostItsDisk() {
    assertThat(cluster.join(2, "another folder"))
        .isInstanceOfSatisfying(
            Joining.Outcome.Refused.class,
            it -> assertThat(it.why()).contains("node 2", "another data folder", "remove 2"));
    assertThat(cluster.join(2, "folder-2"))
        .isEqualTo(new Joining.Outcome.Joined(TestCluster.CLUSTER_ID, TestCluster.DATA_GROUPS));
  }

  @Test
  void shouldLetEveryGroupGoOfANodeThatIsRemovedAlsoWhereItLeads() {
    settle();
    long removed = cluster.logs.leader(0);
    long other = removed % 3 + 1;
    cluster.createQueue(other, "orders");
    cluster.accepted(cluster.engine(other).clusterAdmin().orElseThrow().removeNode(removed));
    cluster.scheduler.runUntil(
        () ->
            IntStream.rangeClosed(0, 3)
                .noneMatch(group -> cluster.logs.members(group).contains(removed)));
    assertThat(leaders()).doesNotContain(removed);
    cluster.accepted(cluster.enqueue(other, "orders", "a"));
    assertThat(
            cluster.rejected(
                cluster.engine(other).clusterAdmin().orElseThrow().removeNode(removed)))
        .isInstanceOf(Rejection.InvalidArgument.class);
    assertThat(cluster.engine(removed).isServing()).isFalse();
  }

  @Test
  void shouldHandItsLeadershipsOnBeforeItStops() {
    settle();
    CompletableFuture<Void> done = cluster.engine(1).handOverLeadership().toCompletableFuture();
    cluster.scheduler.runUntil(done::isDone);
    assertThat(leaders()).doesNotContain(1L);
    assertThat(cluster.logs.leader(0)).isNotEqualTo(1L);
  }

  @Test
  void shouldTransferTheLeadershipOfAGroupAtWhicheverNode() {
    int group = 2;
    long next = cluster.logs.leader(group) % 3 + 1;
    cluster.accepted(
        cluster.engine(next).clusterAdmin().orElseThrow().transferLeadership(group, next));
    assertThat(cluster.logs.leader(group)).isEqualTo(next);
    assertThat(
            cluster.rejected(
                cluster.engine(1).clusterAdmin().orElseThrow().transferLeadership(9, 1)))
        .isInstanceOf(Rejection.InvalidArgument.class);
  }

  /** Lets the leaders spread and begin to serve. */
  private void settle() {
    cluster.scheduler.runUntil(() -> leaders().stream().distinct().count() == 3);
    cluster.scheduler.advanceMillis(1_000);
  }

  private List<Long> leaders() {
    return IntStream.rangeClosed(1, 3).mapToObj(cluster.logs::leader).toList();
  }

  private QueueSummary stats(long node, String queue) {
    return cluster.accepted(cluster.engine(node).admin().queueStats(queue)).summary();
  }
}
