package dev.vez.engine.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vez.domain.record.MemberRecord;
import dev.vez.domain.record.MemberRole;
import dev.vez.engine.cluster.Placement.Step;
import dev.vez.ports.replication.GroupMember;
import dev.vez.ports.replication.GroupView;
import dev.vez.ports.replication.MembershipChange;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class PlacementTest {

  private final List<MemberRecord> members = new ArrayList<>();
  private final Map<Integer, GroupView> views = new TreeMap<>();
  private final Set<Long> reachable = new TreeSet<>();

  @Test
  void shouldDoNothingWhereAllIsAsItShouldBe() {
    nodes(1, 2, 3);
    group(0, 1, 1, 2, 3);
    group(1, 1, 1, 2, 3);
    group(2, 2, 1, 2, 3);
    group(3, 3, 1, 2, 3);
    assertThat(steps()).isEmpty();
  }

  @Test
  void shouldAddANewNodeToMetaWhetherItAnswersOrNot() {
    nodes(1, 2);
    reachable.remove(2L);
    group(0, 1, 1);
    group(1, 1, 1);
    assertThat(steps())
        .containsExactly(new Step.Change(0, new MembershipChange.AddVoter(voter(2))));
  }

  @Test
  void shouldAddALearnerToMetaOnly() {
    nodes(1);
    members.add(member(2, MemberRole.LEARNER));
    reachable.add(2L);
    group(0, 1, 1);
    group(1, 1, 1);
    assertThat(steps())
        .containsExactly(
            new Step.Change(
                0,
                new MembershipChange.AddLearner(
                    new GroupMember(2, "n2:1", GroupMember.Role.LEARNER))));
  }

  @Test
  void shouldAddNodesUntilTheReplicationFactorThoseWithTheFewestGroupsFirst() {
    nodes(1, 2, 3, 4, 5);
    group(0, 1, 1, 2, 3, 4, 5);
    group(1, 1, 1, 2, 3);
    group(2, 2, 1, 2);
    assertThat(steps())
        .containsExactly(new Step.Change(2, new MembershipChange.AddVoter(voter(4))));
  }

  @Test
  void shouldNotAddANodeThatDoesNotAnswerToADataGroup() {
    nodes(1, 2);
    reachable.remove(2L);
    group(0, 1, 1, 2);
    group(1, 1, 1);
    assertThat(steps()).isEmpty();
  }

  @Test
  void shouldLetARemovedNodeGoAndTakeInAnother() {
    nodes(1, 3, 4);
    group(0, 1, 1, 2, 3, 4);
    group(1, 1, 1, 2, 3);
    assertThat(steps())
        .containsExactly(
            new Step.Change(0, new MembershipChange.Remove(2)),
            new Step.Change(1, new MembershipChange.Remove(2)));
    group(0, 1, 1, 3, 4);
    group(1, 1, 1, 3);
    assertThat(steps())
        .containsExactly(new Step.Change(1, new MembershipChange.AddVoter(voter(4))));
  }

  @Test
  void shouldHaveARemovedLeaderHandOnFirst() {
    nodes(2, 3);
    reachable.remove(2L);
    group(0, 2, 2, 3);
    group(1, 1, 1, 2, 3);
    assertThat(steps()).containsExactly(new Step.Transfer(1, 3));
  }

  @Test
  void shouldKeepTheOnlyVoterOfAGroup() {
    nodes(2);
    group(0, 2, 2);
    group(1, 1, 1);
    assertThat(steps())
        .containsExactly(new Step.Change(1, new MembershipChange.AddVoter(voter(2))));
  }

  @Test
  void shouldMoveALeadershipFromANodeThatLeadsTwoMore() {
    nodes(1, 2, 3);
    group(0, 1, 1, 2, 3);
    group(1, 1, 1, 2, 3);
    group(2, 1, 1, 2, 3);
    group(3, 2, 1, 2, 3);
    assertThat(steps()).containsExactly(new Step.Transfer(1, 3));
  }

  @Test
  void shouldMoveNoLeadershipToANodeThatDoesNotAnswer() {
    nodes(1, 2, 3);
    reachable.remove(3L);
    group(0, 1, 1, 2, 3);
    group(1, 1, 1, 2, 3);
    group(2, 1, 1, 2, 3);
    group(3, 2, 1, 2, 3);
    assertThat(steps()).isEmpty();
  }

  @Test
  void shouldLeaveAGroupAloneWhoseLeaderIsNotKnown() {
    nodes(1, 2, 3);
    group(0, 1, 1, 2, 3);
    assertThat(steps()).isEmpty();
  }

  private List<Step> steps() {
    return new Placement(members, views, reachable, 3).steps();
  }

  private void nodes(long... ids) {
    for (long id : ids) {
      members.add(member(id, MemberRole.VOTER));
      reachable.add(id);
    }
  }

  private void group(int number, long leader, long... voters) {
    List<GroupMember> all = new ArrayList<>();
    for (long id : voters) {
      all.add(voter(id));
    }
    views.put(number, new GroupView(1, leader, all, 10, 0));
  }

  private static MemberRecord member(long id, MemberRole role) {
    return new MemberRecord(id, "folder", "n" + id + ":1", "n" + id + ":2", role);
  }

  private static GroupMember voter(long id) {
    return new GroupMember(id, "n" + id + ":1", GroupMember.Role.VOTER);
  }
}
