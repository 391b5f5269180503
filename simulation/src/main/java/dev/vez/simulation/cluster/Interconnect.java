package dev.vez.simulation.cluster;

import dev.vez.ports.replication.ConsensusGroup;
import dev.vez.ports.replication.ConsensusGroups;
import dev.vez.ports.replication.GroupMember;
import dev.vez.ports.replication.MembershipChange;
import dev.vez.simulation.consensus.RaftNetwork;
import dev.vez.simulation.world.Chance;
import dev.vez.simulation.world.FaultKind;
import dev.vez.simulation.world.Faults;
import dev.vez.simulation.world.Replication;
import dev.vez.simulation.world.SimulatedNode;
import dev.vez.simulation.world.World;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** What lies between the nodes of a cluster, and an operator who moves leaders and members. */
final class Interconnect implements Replication {

  private static final long LOOK_MICROS = 1_500_000;

  private record Replica(int nodeId, int group) {}

  private final World world;
  private final int count;
  private final ClusterRates rates;
  private final RaftNetwork network;
  private final List<GroupMember> members;
  private final Map<Replica, ConsensusGroup> opened = new HashMap<>();
  private List<SimulatedNode> nodes = List.of();

  Interconnect(World world, int count, ClusterRates rates) {
    this.world = world;
    this.count = count;
    this.rates = rates;
    this.network = new RaftNetwork(world, rates.consensus(), Path.of("/simulated"));
    this.members = IntStream.rangeClosed(1, count).mapToObj(Interconnect::voter).toList();
  }

  @Override
  public ConsensusGroups node(int nodeId, IntPredicate hasRoom) {
    ConsensusGroups library = network.node(nodeId, hasRoom);
    // The cluster is formed by all of them at once, whoever the engine says has founded it.
    return (group, applied, _) -> {
      ConsensusGroup member = library.open(group, applied, members);
      opened.put(new Replica(nodeId, group), member);
      return member;
    };
  }

  @Override
  public void crash(int nodeId) {
    network.crash(nodeId);
    opened.keySet().removeIf(replica -> replica.nodeId() == nodeId);
  }

  void begin(SimulatedCluster cluster) {
    nodes = cluster.nodes();
    lookLater();
  }

  void betweenEvents() {
    Faults faults = world.faults();
    if (faults.strikesOneIn(rates.leaderChangeOneInEvents())) {
      faults.count(FaultKind.LEADER_CHANGE);
      network.disturb(chance());
    }
    if (faults.strikesOneIn(rates.transferOneInEvents())) {
      transfer(chance().between(0, 1), chance().between(1, count));
    }
    if (faults.strikesOneIn(rates.partitionOneInEvents())) {
      faults.count(FaultKind.PARTITION);
      partition();
    }
    if (faults.strikesOneIn(rates.membershipChangeOneInEvents())) {
      changeMembers(chance().between(0, 1));
    }
  }

  void heal() {
    network.mend();
  }

  /** How each member sees its group, for who wonders why nothing goes on. */
  String describe() {
    StringBuilder text = new StringBuilder();
    for (int group = 0; group <= 1; group++) {
      for (SimulatedNode node : nodes) {
        ConsensusGroup member = opened.get(new Replica(node.id(), group));
        text.append("; group ").append(group).append(" on node ").append(node.id()).append(": ");
        text.append(member == null ? "down" : member.view());
        text.append(node.serves(group) ? ", serving" : "");
      }
    }
    return text.toString();
  }

  /** Isolates one node, in one direction or both, or cuts one link. */
  private void partition() {
    int node = chance().between(1, count);
    int only = chance().percent(50) ? chance().between(1, count) : 0;
    int directions = chance().between(1, 3);
    for (int other = 1; other <= count; other++) {
      if (other != node && (only == 0 || only == other)) {
        if ((directions & 1) != 0) {
          network.cut(node, other);
        }
        if ((directions & 2) != 0) {
          network.cut(other, node);
        }
      }
    }
    long millis = chance().skewed(1, rates.partitionMillisMax());
    world.afterMicros(TimeUnit.MILLISECONDS.toMicros(millis), network::mend);
  }

  private void transfer(int group, int to) {
    ConsensusGroup leader = leaderOf(group);
    if (leader != null) {
      world.faults().count(FaultKind.TRANSFER);
      world.listen(leader.transferLeadership(to), _ -> {});
    }
  }

  /** Takes a member out of a group, and puts back those that are out. */
  private void changeMembers(int group) {
    ConsensusGroup leader = leaderOf(group);
    if (leader == null) {
      return;
    }
    world.faults().count(FaultKind.MEMBERSHIP_CHANGE);
    MembershipChange change = restoring(leader);
    if (change instanceof MembershipChange.AddVoter(var voter) && chance().percent(30)) {
      change = new MembershipChange.AddLearner(learner(voter));
    } else if (change == null) {
      if (count < 3) {
        return; // Of two, none can be spared: the other might not hear of it, and never lead.
      }
      change = new MembershipChange.Remove(chance().between(1, count));
    }
    world.listen(leader.changeMembers(change), _ -> {});
  }

  private @Nullable MembershipChange restoring(ConsensusGroup leader) {
    List<GroupMember> missing = new ArrayList<>(members);
    missing.removeAll(leader.view().members());
    return missing.isEmpty() ? null : new MembershipChange.AddVoter(chance().any(missing));
  }

  /**
   * Brings the leaders of both groups together, and once faults are over makes all nodes voters
   * again.
   */
  private void lookLater() {
    world.afterMicros(
        chance().between(LOOK_MICROS / 2, LOOK_MICROS),
        () -> {
          look();
          lookLater();
        });
  }

  private void look() {
    ConsensusGroup meta = leaderOf(SimulatedCluster.META_GROUP);
    ConsensusGroup data = leaderOf(SimulatedCluster.DATA_GROUP);
    if (meta != null && data != null) {
      long dataLeader = data.view().leaderNodeId();
      if (meta.view().leaderNodeId() != dataLeader) {
        world.listen(meta.transferLeadership(dataLeader), _ -> {});
      }
    }
    for (ConsensusGroup leader : new @Nullable ConsensusGroup[] {meta, data}) {
      MembershipChange change = leader == null ? null : restoring(leader);
      if (leader != null && change != null && (world.faults().areOver() || chance().percent(20))) {
        world.listen(leader.changeMembers(change), _ -> {});
      }
    }
  }

  private @Nullable ConsensusGroup leaderOf(int group) {
    for (SimulatedNode node : nodes) {
      ConsensusGroup member = opened.get(new Replica(node.id(), group));
      if (member != null && node.leads(group) && member.view().leaderNodeId() == node.id()) {
        return member;
      }
    }
    return null;
  }

  private Chance chance() {
    return world.chance();
  }

  private static GroupMember voter(int id) {
    return new GroupMember(id, SimulatedCluster.address(id), GroupMember.Role.VOTER);
  }

  private static GroupMember learner(GroupMember voter) {
    return new GroupMember(voter.nodeId(), voter.address(), GroupMember.Role.LEARNER);
  }
}
