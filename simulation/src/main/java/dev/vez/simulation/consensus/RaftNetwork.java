package dev.vez.simulation.consensus;

import dev.vez.ports.replication.ConsensusGroups;
import dev.vez.simulation.world.Chance;
import dev.vez.simulation.world.World;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/**
 * The nodes of a cluster as their consensus libraries see each other, and what each has on disk.
 */
public final class RaftNetwork {

  private record Link(long from, long to) {}

  private record Replica(long nodeId, int group) {}

  private final World world;
  private final ConsensusRates rates;
  private final Path snapshots;
  private final Map<Replica, RaftDisk> disks = new HashMap<>();
  private final Map<Replica, RaftMember> running = new HashMap<>();
  private final TreeMap<Integer, TreeMap<Long, RaftMember>> byGroup = new TreeMap<>();
  private final Set<Link> cut = new HashSet<>();
  private long lastSnapshot;

  /**
   * A network without nodes.
   *
   * @param snapshots folder under which snapshots are put
   */
  public RaftNetwork(World world, ConsensusRates rates, Path snapshots) {
    this.world = world;
    this.rates = rates;
    this.snapshots = snapshots;
  }

  /**
   * The library of one node.
   *
   * @param hasRoom whether the node's group of this number takes another entry without blocking
   */
  public ConsensusGroups node(long nodeId, IntPredicate hasRoom) {
    return (group, applied, initialMembers) -> {
      RaftDisk disk = disks.computeIfAbsent(new Replica(nodeId, group), _ -> new RaftDisk());
      disk.form(initialMembers);
      return new RaftMember(this, disk, nodeId, group, applied, () -> hasRoom.test(group));
    };
  }

  /** A node is gone, and what it said in its last moment with it. */
  public void crash(long nodeId) {
    for (RaftMember member : List.copyOf(running.values())) {
      if (member.nodeId() == nodeId) {
        member.die();
      }
    }
  }

  /** Cuts a link, in one direction. */
  public void cut(long from, long to) {
    cut.add(new Link(from, to));
  }

  /** Ends every cut. */
  public void mend() {
    cut.clear();
  }

  /** Lets a member campaign at once, whoever leads; it may fail. */
  public void disturb(Chance chance) {
    List<RaftMember> members = new ArrayList<>();
    byGroup.values().forEach(group -> members.addAll(group.values()));
    if (!members.isEmpty()) {
      chance.any(members).campaign(true);
    }
  }

  World world() {
    return world;
  }

  ConsensusRates rates() {
    return rates;
  }

  Path nextSnapshot(long nodeId, int group) {
    lastSnapshot++;
    return snapshots.resolve("node-" + nodeId + "-group-" + group + "-" + lastSnapshot);
  }

  void add(RaftMember member) {
    running.put(new Replica(member.nodeId(), member.group()), member);
    byGroup.computeIfAbsent(member.group(), _ -> new TreeMap<>()).put(member.nodeId(), member);
  }

  void remove(RaftMember member) {
    Replica replica = new Replica(member.nodeId(), member.group());
    if (running.get(replica) == member) {
      running.remove(replica);
      byGroup.getOrDefault(member.group(), new TreeMap<>()).remove(member.nodeId());
    }
  }

  /** The member of another node, if it runs and can be reached in both directions. */
  @Nullable RaftMember reachable(RaftMember from, long nodeId) {
    RaftMember other = running.get(new Replica(nodeId, from.group()));
    return other == null || isCut(from.nodeId(), nodeId) || isCut(nodeId, from.nodeId())
        ? null
        : other;
  }

  /** Whether some member leads that {@code member} hears of. */
  boolean hearsLeader(RaftMember member) {
    RaftMember leader = reachable(member, member.knownLeader());
    return member.isLeader() || (leader != null && leader.isLeaderIn(member.term()));
  }

  /**
   * Sends a message.
   *
   * @param arrival gets the member that takes it
   * @param loss runs where it does not arrive, at about the time at which it would be missed
   */
  void send(RaftMember from, long to, Arrival arrival, Runnable loss) {
    boolean isLost =
        isCut(from.nodeId(), to) || world.faults().strikesOneIn(rates.messageLostOneIn());
    world.afterMicros(
        delayMicros(),
        () -> {
          RaftMember other = running.get(new Replica(to, from.group()));
          if (isLost || other == null) {
            world.afterMicros(RaftMember.RETRY_MICROS, loss);
          } else {
            arrival.at(other);
          }
        });
  }

  long delayMicros() {
    return world.chance().skewed(50, Math.max(50, rates.delayMicrosMax()));
  }

  private boolean isCut(long from, long to) {
    return cut.contains(new Link(from, to));
  }

  /** What a message does. */
  @FunctionalInterface
  interface Arrival {
    void at(RaftMember member);
  }
}
