package dev.vez.adapters.jraft;

import static org.assertj.core.api.Assertions.assertThat;

import com.alipay.sofa.jraft.Status;
import com.alipay.sofa.jraft.error.RaftError;
import dev.vez.ports.replication.ProposalResult;
import dev.vez.ports.replication.ProposalResult.Committed;
import dev.vez.ports.replication.ProposalResult.NotLeader;
import dev.vez.ports.replication.ProposalResult.Unknown;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What JRaft's statuses say of a proposal. */
class ProposalTest {

  private final Proposal proposal = new Proposal(Duration.ofMinutes(1));

  @ParameterizedTest
  @CsvSource({
    "EPERM, Is not leader.",
    "EPERM, expected_term=4 doesn't match current_term=5",
    "EBUSY, Is transferring leadership.",
    "EBUSY, 'Node is busy, has too many tasks, queue is full and bufferSize=1024'",
    "EBUSY, Node <a/127.0.0.1:1:1> log manager is busy.",
    "ENODESHUTDOWN, Node is shutting down."
  })
  void shouldKnowThatARefusedProposalIsNotAppended(RaftError error, String text) {
    proposal.run(new Status(error, "%s", text));

    assertThat(result()).isInstanceOf(NotLeader.class);
  }

  @ParameterizedTest
  @CsvSource({
    "EPERM, Leader stepped down",
    "EPERM, ''",
    "EBUSY, a text of a later version",
    "EINTERNAL, Fail to append task.",
    "ESTATEMACHINE, StateMachine meet critical error",
    "SUCCESS, ''"
  })
  void shouldNotKnowWhetherAnyOtherIsAppended(RaftError error, String text) {
    proposal.run(new Status(error, "%s", text));

    assertThat(result()).isInstanceOf(Unknown.class);
  }

  @Test
  void shouldKeepTheFirstAnswer() {
    proposal.committed(7, 2);
    proposal.lost("too late");
    proposal.run(new Status(RaftError.EPERM, "Is not leader."));

    assertThat(result()).isEqualTo(new Committed(7, 2));
  }

  @Test
  void shouldBeAnsweredInTimeWhereJraftForgetsIt() {
    Proposal forgotten = new Proposal(Duration.ofMillis(1));

    ProposalResult result = forgotten.result().toCompletableFuture().join();

    assertThat(result).isEqualTo(new Unknown("no answer within PT0.001S"));
  }

  private ProposalResult result() {
    return proposal.result().toCompletableFuture().join();
  }
}
