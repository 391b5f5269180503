package dev.vez.engine.cluster;

import dev.vez.domain.record.MemberRecord;
import dev.vez.domain.record.MemberRole;
import dev.vez.ports.replication.GroupMember;
import dev.vez.ports.replication.GroupView;
import dev.vez.ports.replication.MembershipChange;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What is to be done next so that every group has the members it should have, and the leaders are
 * spread over the nodes. One step at a time, always from what holds now, so it does not matter who
 * takes the next one.
 */
final class Placement {

  /** Something to be done. */
  sealed interface Step {

    /** A change of a group's members. */
    record Change(int group, MembershipChange change) implements Step {}

    /** Another node is to lead a group. */
    record Transfer(int group, long nodeId) implements Step {}
  }

  private final NavigableMap<Long, MemberRecord> members = new TreeMap<>();
  private final NavigableMap<Integer, GroupView> views;
  private final Set<Long> reachable;
  private final int replicationFactor;

  /**
   * What holds now.
   *
   * @param members of the cluster
   * @param views the groups as their leaders know them, by number; those without one are left out
   * @param reachable nodes that answer
   * @param replicationFactor voters that a data group is to have
   */
  Placement(
      Collection<MemberRecord> members,
      Map<Integer, GroupView> views,
      Set<Long> reachable,
      int replicationFactor) {
    members.forEach(member -> this.members.put(member.nodeId(), member));
    this.views = new TreeMap<>(views);
    this.reachable = reachable;
    this.replicationFactor = replicationFactor;
  }

  /**
   * What can be done next, the most urgent first and one at most for each group; none where all is
   * as it should be or must wait. Leaders move only where nothing else is to be done.
   */
  List<Step> steps() {
    List<Step> steps = new ArrayList<>();
    for (Map.Entry<Integer, GroupView> each : views.entrySet()) {
      Step step = membership(each.getKey(), each.getValue());
      if (step != null) {
        steps.add(step);
      }
    }
    Step balance = steps.isEmpty() ? balance() : null;
    if (balance != null) {
      steps.add(balance);
    }
    return steps;
  }

  private @Nullable Step membership(int group, GroupView view) {
    for (GroupMember member : view.members()) {
      Step step = belongs(group, member) ? null : leave(group, view, member.nodeId());
      if (step != null) {
        return step;
      }
    }
    return group == 0 ? joinMeta(view) : joinData(group, view);
  }

  private boolean belongs(int group, GroupMember member) {
    MemberRecord record = members.get(member.nodeId());
    return record != null && (group == 0 || record.role() == MemberRole.VOTER);
  }

  /** A leader hands on first; the only voter stays. */
  private @Nullable Step leave(int group, GroupView view, long nodeId) {
    if (view.leaderNodeId() != nodeId) {
      return new Step.Change(group, new MembershipChange.Remove(nodeId));
    }
    return voters(view).stream()
        .filter(each -> each != nodeId && reachable.contains(each))
        .filter(members::containsKey)
        .findFirst()
        .<Step>map(each -> new Step.Transfer(group, each))
        .orElse(null);
  }

  private @Nullable Step joinMeta(GroupView view) {
    for (MemberRecord member : members.values()) {
      GroupMember wanted = ClusterSetup.asGroupMember(member);
      boolean there =
          view.members().stream()
              .anyMatch(
                  each ->
                      each.nodeId() == member.nodeId()
                          && (each.role() == wanted.role()
                              || each.role() == GroupMember.Role.VOTER));
      // A node takes calls only once it is in meta, so nobody can ask for it before.
      if (!there) {
        return new Step.Change(
            0,
            switch (member.role()) {
              case VOTER -> new MembershipChange.AddVoter(wanted);
              case LEARNER -> new MembershipChange.AddLearner(wanted);
            });
      }
    }
    return null;
  }

  private @Nullable Step joinData(int group, GroupView view) {
    List<Long> voters = voters(view);
    if (voters.stream().filter(members::containsKey).count() >= replicationFactor) {
      return null;
    }
    return members.values().stream()
        .filter(member -> member.role() == MemberRole.VOTER)
        .filter(member -> !voters.contains(member.nodeId()))
        .filter(member -> reachable.contains(member.nodeId()))
        .min(
            Comparator.comparingLong((MemberRecord member) -> hosted(member.nodeId()))
                .thenComparingLong(MemberRecord::nodeId))
        .<Step>map(
            member ->
                new Step.Change(
                    group, new MembershipChange.AddVoter(ClusterSetup.asGroupMember(member))))
        .orElse(null);
  }

  /** A group moves where a node leads two more than one of the group's voters. */
  private @Nullable Step balance() {
    for (Map.Entry<Integer, GroupView> each : views.entrySet()) {
      GroupView view = each.getValue();
      if (each.getKey() != 0) {
        long led = led(view.leaderNodeId());
        Optional<Long> target =
            voters(view).stream()
                .filter(reachable::contains)
                .filter(voter -> led(voter) <= led - 2)
                .min(Comparator.comparingLong(this::led));
        if (target.isPresent()) {
          return new Step.Transfer(each.getKey(), target.get());
        }
      }
    }
    return null;
  }

  private long hosted(long nodeId) {
    return views.entrySet().stream()
        .filter(each -> each.getKey() != 0 && voters(each.getValue()).contains(nodeId))
        .count();
  }

  private long led(long nodeId) {
    return views.entrySet().stream()
        .filter(each -> each.getKey() != 0 && each.getValue().leaderNodeId() == nodeId)
        .count();
  }

  private static List<Long> voters(GroupView view) {
    return view.members().stream()
        .filter(member -> member.role() == GroupMember.Role.VOTER)
        .map(GroupMember::nodeId)
        .toList();
  }
}
