package dev.vez.engine.cluster;

import dev.vez.domain.command.ConfigLimits;
import dev.vez.domain.id.LeaseId;
import dev.vez.domain.id.MessageId;
import dev.vez.domain.record.GroupSettings;
import dev.vez.domain.record.MemberRecord;
import dev.vez.domain.record.MemberRole;
import dev.vez.engine.Engine;
import dev.vez.engine.EngineOptions;
import dev.vez.engine.EnginePorts;
import dev.vez.engine.RecordingSink;
import dev.vez.engine.RecordingTelemetry;
import dev.vez.engine.TestNode;
import dev.vez.engine.catalogue.ConfigView;
import dev.vez.engine.delivery.DeliveryOptions;
import dev.vez.engine.group.GroupOptions;
import dev.vez.engine.hook.HookOptions;
import dev.vez.engine.hook.OnError;
import dev.vez.engine.routing.Joining;
import dev.vez.engine.service.AdminOptions;
import dev.vez.engine.service.RequestLimits;
import dev.vez.ports.api.ClusterStatus;
import dev.vez.ports.api.EnqueueRequest;
import dev.vez.ports.api.NewQueue;
import dev.vez.ports.api.Rejection;
import dev.vez.ports.api.Result;
import dev.vez.ports.api.Settled;
import dev.vez.ports.api.Subscription;
import dev.vez.ports.peers.InMemoryNetwork;
import dev.vez.ports.recovery.FakeFreeSpace;
import dev.vez.ports.recovery.InMemoryStateStores;
import dev.vez.ports.scheduling.Delivery;
import dev.vez.ports.scheduling.EnqueueVerdict;
import dev.vez.ports.scheduling.FakeHookCompiler;
import dev.vez.ports.scheduling.SeededRandomSource;
import dev.vez.ports.scheduling.VirtualProcess;
import dev.vez.ports.scheduling.VirtualScheduler;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Nodes of a cluster in virtual time, on shared logs and a network in memory. */
final class TestCluster {

  static final String CLUSTER_ID = "cluster-1";
  static final int DATA_GROUPS = 3;

  /** A script that gives every message the throttle key {@code k}. */
  static final String THROTTLED = "throttled";

  final VirtualScheduler scheduler = new VirtualScheduler();
  final SharedLogs logs = new SharedLogs();
  final InMemoryNetwork network = new InMemoryNetwork(scheduler.process().serial("wire"));
  private final Map<Long, Engine> engines = new TreeMap<>();

  /** A cluster of nodes 1 to {@code nodes}, each in every group. */
  static TestCluster of(int nodes) {
    TestCluster cluster = new TestCluster();
    cluster.add(1, true);
    for (long node = 2; node <= nodes; node++) {
      cluster.join(node, "folder-" + node);
      cluster.add(node, false);
    }
    for (int i = 0; i < 1000 && !cluster.isWhole(Math.min(nodes, 3)); i++) {
      cluster.scheduler.advanceMillis(100);
    }
    if (!cluster.isWhole(Math.min(nodes, 3))) {
      throw new AssertionError("Expected a whole cluster, but it is " + cluster.logs);
    }
    return cluster;
  }

  private boolean isWhole(int replicas) {
    for (int group = 0; group <= DATA_GROUPS; group++) {
      if (logs.members(group).size() < (group == 0 ? engines.size() : replicas)) {
        return false;
      }
    }
    return engines.values().stream().allMatch(Engine::isServing);
  }

  /** Starts a node. */
  CompletionStage<Void> add(long node, boolean founder) {
    VirtualProcess process = scheduler.process();
    Engine engine =
        Engine.inCluster(
            new EnginePorts(
                process,
                process,
                process,
                new SeededRandomSource(node),
                new InMemoryStateStores(),
                new FakeFreeSpace(),
                logs.of(node),
                new FakeHookCompiler()
                    .deciding(THROTTLED, _ -> new EnqueueVerdict("a", 1, List.of("k"))),
                new ConfigView(),
                (_, _) -> {},
                new RecordingTelemetry()),
            options(node),
            new ClusterSetup(CLUSTER_ID, member(node, "folder-" + node), DATA_GROUPS, 3, founder),
            network.peersOf(address(node)));
    engines.put(node, engine);
    network.serve(address(node), engine.peerService().orElseThrow());
    return engine.start();
  }

  Joining.Outcome join(long node, String folder) {
    CompletableFuture<Joining.Outcome> outcome =
        Joining.ask(network.peersOf(address(node)), address(1), member(node, folder), "")
            .toCompletableFuture();
    scheduler.runUntil(outcome::isDone);
    if (outcome.join() instanceof Joining.Outcome.NotNow) {
      scheduler.advanceMillis(100);
      return join(node, folder);
    }
    return outcome.join();
  }

  Engine engine(long node) {
    Engine engine = engines.get(node);
    if (engine == null) {
      throw new AssertionError("Expected node " + node);
    }
    return engine;
  }

  void createQueue(long node, String name) {
    accepted(engine(node).admin().createQueue(new NewQueue(name, "", "", 0)));
  }

  CompletableFuture<Result<MessageId>> enqueue(long node, String queue, String body) {
    return engine(node)
        .messaging()
        .enqueue(new EnqueueRequest(queue, Map.of("h", body), TestNode.bytes(body), 7))
        .toCompletableFuture();
  }

  RecordingSink consume(long node, String queue, int window) {
    RecordingSink sink = new RecordingSink();
    Subscription subscription = accepted(engine(node).messaging().consume(queue, window, sink));
    sink.subscribed(subscription);
    return sink;
  }

  CompletableFuture<Result<Settled>> ack(long node, Delivery delivery, LeaseId lease) {
    return engine(node)
        .messaging()
        .ack(delivery.queue(), delivery.message().id(), lease)
        .toCompletableFuture();
  }

  ClusterStatus status(long node) {
    return accepted(engine(node).clusterAdmin().orElseThrow().status());
  }

  <T> Result<T> await(CompletionStage<Result<T>> call) {
    CompletableFuture<Result<T>> future = call.toCompletableFuture();
    scheduler.runUntil(future::isDone);
    return future.join();
  }

  <T> T accepted(CompletionStage<Result<T>> call) {
    return switch (await(call)) {
      case Result.Accepted<T>(var value) -> value;
      case Result.Rejected<T>(var reason) ->
          throw new AssertionError("Expected success, but got " + reason);
    };
  }

  <T> Rejection rejected(CompletionStage<Result<T>> call) {
    return switch (await(call)) {
      case Result.Accepted<T>(var value) ->
          throw new AssertionError("Expected a refusal, but got " + value);
      case Result.Rejected<T>(var reason) -> reason;
    };
  }

  static MemberRecord member(long node, String folder) {
    return new MemberRecord(node, folder, "n" + node + ":5556", address(node), MemberRole.VOTER);
  }

  static String address(long node) {
    return "n" + node + ":5555";
  }

  private static EngineOptions options(long node) {
    return new EngineOptions(
        new GroupOptions(8, 4_096, 2, 1_000, 1 << 20, 10_000, 100, 50, false),
        new DeliveryOptions(100, 2_000),
        RequestLimits.DEFAULT,
        new HookOptions(2, 100, 1 << 20, 3, 10_000, OnError.DEFAULT),
        new AdminOptions(node, 1, 10, new ConfigLimits(5, 300, 100)),
        GroupSettings.DEFAULT,
        10_000,
        1_000,
        5_000);
  }
}
