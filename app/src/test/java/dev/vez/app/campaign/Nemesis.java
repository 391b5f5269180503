package dev.vez.app.campaign;

import dev.vez.app.harness.BrokerProcess;
import dev.vez.app.harness.ClusterMember;
import dev.vez.app.harness.Directory;
import dev.vez.app.harness.Elapse;
import dev.vez.app.harness.Event;
import dev.vez.app.harness.FaultyNetwork;
import dev.vez.app.harness.FaultyNetwork.Cut;
import dev.vez.app.harness.Recorder;
import dev.vez.app.harness.TestCluster;
import dev.vez.client.VezClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CompletionException;

/** Does to a cluster what machines and networks do, and undoes it. For one thread. */
final class Nemesis {

  private static final Duration START_LIMIT = Duration.ofSeconds(90);
  private static final Duration STOP_LIMIT = Duration.ofSeconds(60);
  private static final Duration WHOLE_LIMIT = Duration.ofMinutes(2);

  /** Groups that the cluster has, meta included. */
  private final int groups;

  private final TestCluster cluster;
  private final Directory directory;
  private final Recorder recorder;
  private final SplittableRandom random;

  Nemesis(
      TestCluster cluster,
      int groups,
      Directory directory,
      Recorder recorder,
      SplittableRandom random) {
    this.cluster = cluster;
    this.groups = groups;
    this.directory = directory;
    this.recorder = recorder;
    this.random = random;
  }

  /** Does it, undoes it, and waits until the cluster is whole again. */
  void strike(Fault fault) {
    switch (fault) {
      case KILL_LEADER -> killAndRestart(leader());
      case KILL_FOLLOWER -> killAndRestart(follower());
      case KILL_ALL -> killAll();
      case PAUSE_LEADER -> pause(leader());
      case PAUSE_ANY -> pause(any());
      case ISOLATE_LEADER -> isolate(leader());
      case ISOLATE_ANY -> isolate(any());
      case ONE_WAY -> oneWay();
      case BRIDGE -> bridge();
      case SLOW -> slow();
      case FLAP -> flap();
      case WIPE -> wipe();
      case LAG -> lag();
      case ROLLING_RESTART -> rollingRestart();
      case REMOVE_AND_JOIN -> removeAndJoin();
      case TRANSFER -> transfer();
    }
    cluster.awaitWhole(WHOLE_LIMIT);
    recorder.fault("the cluster is whole");
  }

  /** Starts a node, and lets clients know. */
  void start(ClusterMember member) {
    started(member, member.start());
  }

  private void started(ClusterMember member, BrokerProcess process) {
    recorder.fault("node " + member.node() + " starts as process " + process.number());
    directory.publish(process.endpoint());
  }

  /** Waits until a node serves. */
  void awaitServing(ClusterMember member) {
    member.awaitServing(START_LIMIT);
    recorder.history().add(at -> new Event.ServerServing(at, member.process().number()));
  }

  private void kill(ClusterMember member) {
    recorder.fault("kill -9 of node " + member.node());
    BrokerProcess process = member.process();
    directory.withdraw(process.endpoint());
    member.kill();
    recorder.history().add(at -> new Event.ServerEnded(at, process.number(), "killed"));
  }

  private void stop(ClusterMember member) {
    recorder.fault("SIGTERM to node " + member.node());
    BrokerProcess process = member.process();
    directory.withdraw(process.endpoint());
    member.stop(STOP_LIMIT);
    recorder.history().add(at -> new Event.ServerEnded(at, process.number(), "stopped"));
  }

  private void killAndRestart(ClusterMember member) {
    kill(member);
    wait(0, 4_000);
    start(member);
    awaitServing(member);
  }

  private void killAll() {
    for (ClusterMember member : shuffled()) {
      kill(member);
    }
    wait(0, 500);
    for (ClusterMember member : shuffled()) {
      start(member);
    }
    cluster.members().forEach(this::awaitServing);
  }

  private void pause(ClusterMember member) {
    int millis = (int) Math.round(100 * Math.pow(100, random.nextDouble()));
    recorder.fault("SIGSTOP of node " + member.node() + " for " + millis + " ms");
    member.process().pause(Duration.ofMillis(millis));
    recorder.fault("SIGCONT to node " + member.node());
  }

  private void isolate(ClusterMember member) {
    Cut how = how();
    recorder.fault("node " + member.node() + " is cut off, " + how);
    for (ClusterMember other : cluster.others(member.node())) {
      network().cutBothWays(member.node(), other.node(), how);
    }
    waitAndHeal();
  }

  /** A node hears nothing, or is not heard. */
  private void oneWay() {
    ClusterMember member = random.nextBoolean() ? leader() : any();
    boolean deaf = random.nextBoolean();
    recorder.fault("node " + member.node() + (deaf ? " hears nothing" : " is not heard"));
    for (ClusterMember other : cluster.others(member.node())) {
      if (deaf) {
        network().cut(other.node(), member.node(), Cut.SILENT);
      } else {
        network().cut(member.node(), other.node(), Cut.SILENT);
      }
    }
    waitAndHeal();
  }

  /** Two nodes hear each other only through the third. */
  private void bridge() {
    ClusterMember between = any();
    List<ClusterMember> others = cluster.others(between.node());
    Cut how = how();
    recorder.fault("node " + between.node() + " is the bridge, " + how);
    network().cutBothWays(others.get(0).node(), others.get(1).node(), how);
    waitAndHeal();
  }

  private void slow() {
    ClusterMember member = random.nextBoolean() ? leader() : any();
    Duration delay = Duration.ofMillis(random.nextInt(20, 400));
    recorder.fault("node " + member.node() + " is slow by " + delay.toMillis() + " ms");
    for (ClusterMember other : cluster.others(member.node())) {
      network().delay(member.node(), other.node(), delay);
      network().delay(other.node(), member.node(), delay);
    }
    waitAndHeal();
  }

  /** A link that comes and goes. */
  private void flap() {
    ClusterMember member = leader();
    recorder.fault("node " + member.node() + " flaps");
    for (int times = random.nextInt(3, 10); times > 0; times--) {
      Cut how = how();
      for (ClusterMember other : cluster.others(member.node())) {
        network().cutBothWays(member.node(), other.node(), how);
      }
      wait(50, 1_500);
      network().heal();
      wait(50, 1_500);
    }
    recorder.fault("the network is whole");
  }

  /** A disk is lost: the node is removed, and joins with an empty folder. */
  private void wipe() {
    ClusterMember member = any();
    kill(member);
    wait(0, 1_000);
    recorder.fault("the disk of node " + member.node() + " is lost");
    member.wipe();
    remove(member);
    joinAnew(member);
  }

  /** A node is removed while it runs, and taken back. */
  private void removeAndJoin() {
    ClusterMember member = any();
    remove(member);
    wait(0, 1_000);
    stop(member);
    member.wipe();
    joinAnew(member);
  }

  private void remove(ClusterMember member) {
    recorder.fault("node " + member.node() + " is removed");
    String removed = "node " + member.node() + " to be removed";
    int node = member.node();
    List<ClusterMember> others = cluster.others(node);
    Attempts.until(
        removed,
        WHOLE_LIMIT,
        () -> {
          ClusterMember asked = others.get(random.nextInt(others.size()));
          try (VezClient client = VezClient.of(asked.process().address())) {
            client.removeNode(node).toCompletableFuture().join();
            return true;
          } catch (CompletionException failure) {
            return isRemoved(asked, node);
          }
        });
    Attempts.until(
        "the groups to let node " + node + " go",
        WHOLE_LIMIT,
        () -> others.stream().allMatch(other -> isRemoved(other, node)));
  }

  private boolean isRemoved(ClusterMember asked, int node) {
    return cluster
        .statusAt(asked)
        .filter(
            status ->
                status.nodes().stream().noneMatch(each -> each.nodeId() == node)
                    && status.groups().stream()
                        .allMatch(
                            group ->
                                group.leaderNodeId() != 0
                                    && !group.voters().contains((long) node)
                                    && !group.learners().contains((long) node)))
        .isPresent();
  }

  private void joinAnew(ClusterMember member) {
    BrokerProcess process = member.startAnew(cluster.addressesOfOthers(member.node()));
    started(member, process);
    awaitServing(member);
  }

  /** A node misses so much that the others have cut it off their logs. */
  private void lag() {
    ClusterMember member = random.nextBoolean() ? leader() : follower();
    kill(member);
    recorder.fault("node " + member.node() + " lags");
    long from = committed();
    Elapse.until(
        Duration.ofSeconds(20),
        () -> {
          Elapse.of(Duration.ofMillis(200));
          return committed() > from + 3L * Campaign.SNAPSHOT_ENTRIES;
        });
    start(member);
    awaitServing(member);
  }

  private long committed() {
    return cluster.members().stream()
        .filter(ClusterMember::isUp)
        .flatMap(member -> cluster.statusAt(member).stream())
        .flatMap(status -> status.groups().stream())
        .filter(group -> group.number() != 0)
        .mapToLong(group -> group.committedIndex())
        .max()
        .orElse(0);
  }

  private void rollingRestart() {
    for (ClusterMember member : shuffled()) {
      stop(member);
      wait(0, 1_000);
      start(member);
      awaitServing(member);
      cluster.awaitWhole(WHOLE_LIMIT);
    }
  }

  /** Asks for what may be refused, for a node that just lags. */
  private void transfer() {
    for (int times = random.nextInt(1, 4); times > 0; times--) {
      int group = random.nextInt(groups);
      int node = any().node();
      recorder.fault("group " + group + " goes to node " + node);
      try (VezClient client = VezClient.of(any().process().address())) {
        client.transferLeadership(group, node).toCompletableFuture().join();
      } catch (CompletionException refused) {
        recorder.fault("it does not: " + refused.getCause());
      }
      wait(0, 1_000);
    }
  }

  private void waitAndHeal() {
    wait(500, 10_000);
    network().heal();
    recorder.fault("the network is whole");
  }

  private void wait(int minMillis, int maxMillis) {
    Elapse.of(Duration.ofMillis(random.nextInt(minMillis, maxMillis)));
  }

  private Cut how() {
    return random.nextBoolean() ? Cut.SILENT : Cut.BROKEN;
  }

  private ClusterMember any() {
    return cluster.member(random.nextInt(TestCluster.NODES) + 1);
  }

  /** The leader of one of the data groups; any node where nobody knows. */
  private ClusterMember leader() {
    int group = random.nextInt(groups);
    int node = cluster.leaderOf(group);
    return node == 0 ? any() : cluster.member(node);
  }

  private ClusterMember follower() {
    int node = cluster.leaderOf(random.nextInt(1, groups));
    List<ClusterMember> others = cluster.others(node);
    return others.get(random.nextInt(others.size()));
  }

  private List<ClusterMember> shuffled() {
    List<ClusterMember> left = new ArrayList<>(cluster.members());
    List<ClusterMember> shuffled = new ArrayList<>();
    while (!left.isEmpty()) {
      shuffled.add(left.remove(random.nextInt(left.size())));
    }
    return shuffled;
  }

  private FaultyNetwork network() {
    return cluster.network();
  }
}
