package dev.vez.engine.group;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vez.domain.command.BecomeLeader;
import dev.vez.domain.record.GroupSettings;
import dev.vez.ports.scheduling.VirtualProcess;
import dev.vez.ports.scheduling.VirtualScheduler;
import java.util.List;
import org.junit.jupiter.api.Test;

class LeaderTest {

  /** A request can slip into the inbox while the leadership before is lost. */
  @Test
  void shouldTakeOverBeforeItServesWhatWaitsAlready() {
    VirtualProcess process = new VirtualScheduler().process();
    Inbox<ScriptedMachine> inbox = new Inbox<>(GroupOptions.DEFAULT, () -> {});
    inbox.open();
    inbox.offer(new TestRequest("early", 10, () -> {}));
    ManualConsensusGroup consensus = new ManualConsensusGroup(false);
    Leader leader =
        new Leader(
            5,
            new LogClock(process, 0),
            inbox,
            consensus,
            GroupOptions.DEFAULT,
            new BecomeLeader(GroupSettings.DEFAULT, 1),
            process,
            Runnable::run);

    leader.takeOver();

    assertThat(consensus.proposed())
        .extracting(TestGroup::namesIn)
        .containsExactly(List.of("BecomeLeader"));
    assertThat(inbox.isEmpty()).isFalse();
  }
}
