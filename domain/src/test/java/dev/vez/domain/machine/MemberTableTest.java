package dev.vez.domain.machine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vez.domain.command.AddMember;
import dev.vez.domain.command.BecomeLeader;
import dev.vez.domain.command.Command;
import dev.vez.domain.command.Entry;
import dev.vez.domain.command.Proposal;
import dev.vez.domain.command.RemoveMember;
import dev.vez.domain.hash.StateDigest;
import dev.vez.domain.outcome.LastMemberStays;
import dev.vez.domain.outcome.MemberAdded;
import dev.vez.domain.outcome.MemberConflict;
import dev.vez.domain.outcome.MemberRemoved;
import dev.vez.domain.outcome.MemberUnknown;
import dev.vez.domain.outcome.Outcome;
import dev.vez.domain.record.GroupSettings;
import dev.vez.domain.record.MemberRecord;
import dev.vez.domain.record.MemberRole;
import java.util.List;
import org.junit.jupiter.api.Test;

class MemberTableTest {

  private static final MemberRecord FIRST = member(1, "folder-1", "n1:5556", MemberRole.VOTER);
  private static final MemberRecord SECOND = member(2, "folder-2", "n2:5556", MemberRole.VOTER);

  private final MapStore store = new MapStore();
  private CatalogueMachine machine = CatalogueMachine.recover(store);
  private long index;

  MemberTableTest() {
    apply(new BecomeLeader(GroupSettings.DEFAULT, 1));
    apply(new AddMember(FIRST));
  }

  @Test
  void shouldKeepMembersInOrderAndThroughARestart() {
    assertThat(apply(new AddMember(SECOND))).isEqualTo(new MemberAdded());
    machine = CatalogueMachine.recover(store);
    assertThat(machine.members()).containsExactly(FIRST, SECOND);
  }

  @Test
  void shouldChangeNothingWhenAMemberIsAddedAgain() {
    var digest = machine.digest();
    assertThat(apply(new AddMember(FIRST))).isEqualTo(new MemberAdded());
    assertThat(machine.members()).containsExactly(FIRST);
    assertThat(digest).isNotEqualTo(CatalogueMachine.recover(new MapStore()).digest());
  }

  @Test
  void shouldRenewTheClientAddressOfTheSameNode() {
    MemberRecord moved =
        new MemberRecord(1, "folder-1", "n1:5556", "elsewhere:5555", MemberRole.VOTER);
    assertThat(apply(new AddMember(moved))).isEqualTo(new MemberAdded());
    assertThat(machine.members()).containsExactly(moved);
  }

  @Test
  void shouldRefuseANodeThatComesWithAnotherDataFolder() {
    MemberRecord wiped = member(1, "folder-9", "n1:5556", MemberRole.VOTER);
    assertThat(apply(new AddMember(wiped))).isEqualTo(new MemberConflict(FIRST));
    assertThat(machine.members()).containsExactly(FIRST);
  }

  @Test
  void shouldRefuseANodeThatComesFromAnotherAddress() {
    MemberRecord moved = member(1, "folder-1", "n9:5556", MemberRole.VOTER);
    assertThat(apply(new AddMember(moved))).isEqualTo(new MemberConflict(FIRST));
  }

  @Test
  void shouldRefuseTheAddressOfAnotherNode() {
    MemberRecord twin = member(2, "folder-2", "n1:5556", MemberRole.VOTER);
    assertThat(apply(new AddMember(twin))).isEqualTo(new MemberConflict(FIRST));
  }

  @Test
  void shouldLetANodeThatWasAddedBeforeBringItsDataFolder() {
    apply(new AddMember(member(2, "", "n2:5556", MemberRole.VOTER)));
    assertThat(apply(new AddMember(SECOND))).isEqualTo(new MemberAdded());
    assertThat(machine.members()).containsExactly(FIRST, SECOND);
  }

  @Test
  void shouldKeepTheDataFolderOfAMemberThatAnAdministratorAddsAgain() {
    apply(new AddMember(member(1, "", "n1:5556", MemberRole.VOTER)));
    assertThat(machine.members()).containsExactly(FIRST);
  }

  @Test
  void shouldRemoveAMemberAndForgetItWhollyByTheDigest() {
    var before = machine.digest();
    apply(new AddMember(SECOND));
    assertThat(machine.digest()).isNotEqualTo(before);
    assertThat(apply(new RemoveMember(2))).isEqualTo(new MemberRemoved());
    assertThat(apply(new RemoveMember(2))).isEqualTo(new MemberUnknown());
    assertThat(CatalogueMachine.recover(store).members()).containsExactly(FIRST);
    assertThat(StateDigest.recount(store)).isEqualTo(machine.digest());
  }

  @Test
  void shouldKeepTheLastVoterAlsoWhereLearnersFollow() {
    apply(new AddMember(member(2, "folder-2", "n2:5556", MemberRole.LEARNER)));
    assertThat(apply(new RemoveMember(1))).isEqualTo(new LastMemberStays());
    assertThat(machine.members()).hasSize(2);
  }

  private Outcome apply(Command command) {
    index++;
    Applied applied =
        machine.apply(new Entry(index, 1, new Proposal(1, index, index, List.of(command))));
    store.write(applied.mutations());
    return applied.outcomes().getFirst();
  }

  private static MemberRecord member(long id, String folder, String address, MemberRole role) {
    return new MemberRecord(id, folder, address, "n" + id + ":5555", role);
  }
}
