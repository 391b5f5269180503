package dev.vez.engine.group;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vez.ports.api.Rejection;
import java.util.List;
import org.junit.jupiter.api.Test;

/** When requests are answered. */
class GroupLoopDurabilityTest {

  @Test
  void shouldAnswerOnlyAfterTheSyncThatCoversTheEntry() {
    TestGroup group = TestGroup.serving();
    group.process.pause(TestGroup.SYNC);
    TestRequest request = group.submit("a");
    group.commitAll();
    assertThat(group.machine.commands()).hasSize(2);
    assertThat(request.isDone()).isFalse();

    group.process.resume(TestGroup.SYNC);
    group.scheduler.runReady();

    assertThat(request.isAnswered()).isTrue();
    assertThat(group.unsyncedAtAnswers).containsExactly(0);
  }

  @Test
  void shouldCoverAllThatIsWrittenWithOneSync() {
    TestGroup group = TestGroup.serving();
    group.process.pause(TestGroup.SYNC);
    TestRequest first = group.submit("a");
    group.commitAll();
    TestRequest second = group.submit("b");
    group.scheduler.runReady();
    assertThat(group.store().unsyncedBatches()).isEqualTo(2);
    assertThat(group.process.waiting(TestGroup.SYNC)).isEqualTo(1);

    group.process.resume(TestGroup.SYNC);
    group.scheduler.runReady();

    assertThat(List.of(first, second)).allMatch(TestRequest::isAnswered);
    assertThat(group.unsyncedAtAnswers).containsExactly(0, 0);
  }

  @Test
  void shouldSyncARequestThatComesAloneOnTheLoop() {
    TestGroup group = TestGroup.serving(GroupOptions.DEFAULT);
    group.process.pause(TestGroup.SYNC);

    TestRequest request = group.submit("a");
    group.commitAll();

    assertThat(request.isAnswered()).isTrue();
    assertThat(group.unsyncedAtAnswers).containsExactly(0);
    assertThat(group.process.waiting(TestGroup.SYNC)).isZero();
  }

  @Test
  void shouldAnswerInLogOrderWhereTheLastOfManyComesAlone() {
    TestGroup group = TestGroup.serving(GroupOptions.DEFAULT);
    group.process.pause(TestGroup.SYNC);
    TestRequest first = group.submit("a");
    TestRequest second = group.submit("b");
    group.commitAll();
    TestRequest third = group.submit("c");
    group.scheduler.runReady();
    assertThat(List.of(first, second, third)).noneMatch(TestRequest::isDone);

    group.process.resume(TestGroup.SYNC);
    group.commitAll();

    assertThat(group.events)
        .filteredOn(event -> event.startsWith("answered"))
        .containsExactly("answered a", "answered b", "answered c");
  }

  @Test
  void shouldAnswerNothingAsDoneWhereASyncOnTheLoopFails() {
    TestGroup group = TestGroup.serving(GroupOptions.DEFAULT);
    group.store().failNextSync();

    TestRequest request = group.submit("a");
    group.commitAll();

    assertThat(request.answer()).isInstanceOf(Rejection.OutcomeUnknown.class);
    assertThat(group.status()).isInstanceOf(GroupStatus.Failed.class);
  }

  @Test
  void shouldAnswerWithoutASyncWhereACommitIsDurable() {
    TestGroup group = new TestGroup(GroupOptions.DEFAULT, true);
    group.startServing();
    group.process.pause(TestGroup.SYNC);

    TestRequest request = group.submit("a");
    group.commitAll();

    assertThat(request.isAnswered()).isTrue();
    assertThat(group.store().unsyncedBatches()).isEqualTo(2);
  }

  @Test
  void shouldRunWhatFollowsAfterTheAnswersAndInLogOrder() {
    TestGroup group = TestGroup.serving();
    group.events.clear();
    group.process.pause(TestGroup.SYNC);
    group.submit("a");
    group.commitAll();
    group.submit("b");
    group.scheduler.runReady();
    assertThat(group.events).isEmpty();

    group.process.resume(TestGroup.SYNC);
    group.scheduler.runReady();

    assertThat(group.events)
        .containsExactly("answered a", "durable own [a]", "answered b", "durable own [b]");
  }

  @Test
  void shouldWriteThePositionOfEveryEntryEvenWhereItHasNoEffect() {
    TestGroup group = TestGroup.serving();
    group.submit("a");
    group.scheduler.runReady();

    group.consensus.commitInTerm(6);
    group.scheduler.runReady();

    assertThat(group.store().applied().index()).isEqualTo(group.consensus.lastIndex());
    assertThat(group.store().applied().term()).isEqualTo(6);
  }
}
