package dev.vez.app.harness;

import dev.vez.client.ClientOptions;
import dev.vez.client.ClusterStatus;
import dev.vez.client.VezClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;

/** Three processes behind a {@link FaultyNetwork}, that form a cluster. For one thread. */
public final class TestCluster implements AutoCloseable {

  /** Nodes that it has. */
  public static final int NODES = 3;

  private static final Duration POLL = Duration.ofMillis(100);
  private static final ClientOptions PROBE =
      new ClientOptions(Duration.ofSeconds(2), Duration.ofSeconds(5), 4 * 1024 * 1024);

  private final FaultyNetwork network = new FaultyNetwork(NODES);
  private final List<ClusterMember> members = new ArrayList<>();

  /**
   * A cluster that is yet to be started.
   *
   * @param spec flags and settings that all nodes share
   */
  public TestCluster(BrokerSpec spec) {
    for (int node = 1; node <= NODES; node++) {
      members.add(new ClusterMember(node, network, spec, peersOf(node, 1)));
    }
  }

  /** What lies between the nodes. */
  public FaultyNetwork network() {
    return network;
  }

  /** All nodes, the first one first. */
  public List<ClusterMember> members() {
    return members;
  }

  /** The node with this number. */
  public ClusterMember member(int node) {
    return members.get(node - 1);
  }

  /** Nodes other than this one. */
  public List<ClusterMember> others(int node) {
    return members.stream().filter(each -> each.node() != node).toList();
  }

  /** Client addresses, in the eyes of a node, of those that it may join through. */
  public List<String> addressesOfOthers(int node) {
    return others(node).stream().map(each -> network.clientAddress(each.node())).toList();
  }

  private List<String> peersOf(int node, int first) {
    return node == first ? List.of() : List.of(network.clientAddress(first));
  }

  /** What a node says of the cluster, nothing where it does not answer. */
  public Optional<ClusterStatus> statusAt(ClusterMember member) {
    if (!member.isUp()) {
      return Optional.empty();
    }
    try (VezClient client = VezClient.of(member.process().address(), PROBE)) {
      return Optional.of(client.clusterStatus().toCompletableFuture().join());
    } catch (CompletionException silent) {
      return Optional.empty();
    }
  }

  /** The node that leads a group as far as any node knows, 0 for none. */
  public int leaderOf(int group) {
    for (ClusterMember member : members) {
      Optional<ClusterStatus> status = statusAt(member);
      long leader =
          status.stream()
              .flatMap(each -> each.groups().stream())
              .filter(each -> each.number() == group)
              .mapToLong(ClusterStatus.Group::leaderNodeId)
              .findFirst()
              .orElse(0);
      if (leader != 0) {
        return Math.toIntExact(leader);
      }
    }
    return 0;
  }

  /**
   * Waits until every node says that all nodes answer, that every group has them as its voters, and
   * that it is led.
   *
   * @throws AssertionError if that takes longer than {@code limit}
   */
  public void awaitWhole(Duration limit) {
    awaitAtAll("all nodes and groups to be whole", limit, TestCluster::isWhole);
  }

  /**
   * Waits until all nodes hold the same of every group, at the same index.
   *
   * @throws AssertionError if two differ at the same index, or that takes longer than {@code limit}
   */
  public void awaitAgreement(Duration limit) {
    awaitAtAll(
        "all nodes to hold the same",
        limit,
        status -> {
          for (ClusterStatus.Group group : status.groups()) {
            Map<Long, String> digests = new HashMap<>();
            for (ClusterStatus.Replica replica : group.replicas()) {
              String other = digests.putIfAbsent(replica.appliedIndex(), replica.digest());
              if (other != null && !other.equals(replica.digest())) {
                throw new AssertionError("Two nodes hold different states: " + group);
              }
            }
            if (group.replicas().size() < NODES || digests.size() > 1) {
              return false;
            }
          }
          return true;
        });
  }

  /**
   * Waits until every node says so.
   *
   * @throws AssertionError if that takes longer than {@code limit}
   */
  public void awaitAtAll(String what, Duration limit, Predicate<ClusterStatus> wanted) {
    long end = System.nanoTime() + limit.toNanos();
    for (ClusterMember member : members) {
      Optional<ClusterStatus> status = statusAt(member);
      while (status.isEmpty() || !wanted.test(status.get())) {
        if (System.nanoTime() - end > 0) {
          throw new AssertionError(
              "Waited %s for %s, but node %d says %s"
                  .formatted(limit, what, member.node(), status));
        }
        LockSupport.parkNanos(POLL.toNanos());
        status = statusAt(member);
      }
    }
  }

  private static boolean isWhole(ClusterStatus status) {
    return status.nodes().size() == NODES
        && status.nodes().stream().allMatch(ClusterStatus.Node::isReachable)
        && status.groups().stream()
            .allMatch(group -> group.voters().size() == NODES && group.leaderNodeId() != 0);
  }

  /** Kills what runs. */
  @Override
  public void close() {
    for (ClusterMember member : members) {
      if (member.isUp()) {
        member.process().close();
      }
    }
    network.close();
  }
}
