package dev.vez.engine.group;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vez.domain.command.BecomeLeader;
import dev.vez.domain.command.Proposal;
import dev.vez.domain.command.Tick;
import dev.vez.domain.record.GroupSettings;
import dev.vez.ports.api.Rejection;
import dev.vez.ports.recovery.InMemoryStateStores;
import dev.vez.ports.recovery.StoreException;
import dev.vez.ports.scheduling.VirtualProcess;
import dev.vez.ports.scheduling.VirtualScheduler;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

/** Whatever goes wrong stops the group, and nothing is answered as a success. */
class GroupLoopFailureTest {

  private static final Rejection NOT_LEADER = new Rejection.NotLeader("");

  private final TestGroup group =
      TestGroup.serving(new GroupOptions(1, 100, 2, 10, 1_000, 4, 100, 50, false));

  @Test
  void shouldStopWhereAnEntryCannotBeApplied() {
    group.machine.failAtNextEntry(new IllegalStateException("broken by the test"));

    List<TestRequest> requests = group.submitMany(3);
    group.scheduler.runReady();
    group.consensus.commit();
    group.scheduler.runReady();

    assertThat(requests.get(0).answer()).isInstanceOf(Rejection.OutcomeUnknown.class);
    assertThat(requests.get(1).answer()).isInstanceOf(Rejection.OutcomeUnknown.class);
    assertThat(requests.get(2).answer()).isEqualTo(NOT_LEADER);
    assertStopped("broken by the test");
  }

  @Test
  void shouldEndAStopThatWasUnderWayWhenItFailed() {
    group.submit("a");
    group.scheduler.runReady();
    CompletionStage<Void> stop = group.loop.stop(1_000);
    group.scheduler.runReady();
    group.store().failNextWrite();

    group.commitAll();
    group.scheduler.advanceMillis(5_000);

    assertThat(stop.toCompletableFuture()).isCompleted();
    assertThat(group.status()).isInstanceOf(GroupStatus.Failed.class);
  }

  @Test
  void shouldApplyNothingAfterTheEntryThatFailed() {
    group.machine.failAtNextEntry(new IllegalStateException("broken by the test"));
    group.submitMany(2);
    group.scheduler.runReady();
    long applied = group.store().applied().index();
    int entries = group.machine.applied().size();

    group.commitAll();

    assertThat(group.store().applied().index()).isEqualTo(applied);
    assertThat(group.machine.applied()).hasSize(entries);
  }

  @Test
  void shouldStopWhereABatchCannotBeWritten() {
    group.store().failNextWrite();

    TestRequest request = group.submit("a");
    group.commitAll();

    assertThat(request.answer()).isInstanceOf(Rejection.OutcomeUnknown.class);
    assertStopped("The store of group 7 was told to fail");
  }

  @Test
  void shouldStopWhereASyncFailsAndAnswerNothingItShouldHaveCovered() {
    group.process.pause(TestGroup.SYNC);
    group.store().failNextSync();
    List<TestRequest> requests = group.submitMany(3);
    group.commitAll();

    group.process.resume(TestGroup.SYNC);
    group.scheduler.runReady();

    assertThat(requests.subList(0, 2))
        .allSatisfy(
            request -> assertThat(request.answer()).isInstanceOf(Rejection.OutcomeUnknown.class));
    assertThat(requests.get(2).answer()).isEqualTo(NOT_LEADER);
    assertThat(group.events).doesNotContain("durable own [r0]", "durable own [r1]");
    assertStopped("The store of group 7 was told to fail");
  }

  @Test
  void shouldAnswerNothingAsASuccessOnceItHasFailedElsewhere() {
    group.process.pause(TestGroup.SYNC);
    TestRequest written = group.submit("a");
    group.commitAll();

    group.loop.fail(new IllegalStateException("broken by the test"));
    group.process.resume(TestGroup.SYNC);
    group.scheduler.runReady();

    assertThat(written.answer()).isInstanceOf(Rejection.OutcomeUnknown.class);
    assertStopped("broken by the test");
  }

  @Test
  void shouldStopWhereACommandHasNoOutcome() {
    group.machine.forgetAnOutcome();
    List<TestRequest> requests = group.submitMany(2);

    group.commitAll();

    assertThat(requests)
        .allSatisfy(
            request -> assertThat(request.answer()).isInstanceOf(Rejection.OutcomeUnknown.class));
    assertStopped("Expected 1 outcomes, but got 0");
  }

  @Test
  void shouldStopAndLeaveNobodyWaitingWhereAnAnswerCannotBeGiven() {
    TestGroup several = TestGroup.serving();
    TestRequest before = several.submit("before");
    several.loop.submit(
        new TestRequest(
            "broken",
            10,
            () -> {
              throw new IllegalStateException("broken by the test");
            }));
    TestRequest after = several.submit("after");
    TestOwnCommand own = new TestOwnCommand("own");
    several.loop.propose(own);

    several.commitAll();

    assertThat(own.ends()).containsExactly("applied");
    assertThat(before.isAnswered()).isTrue();
    assertThat(after.answer()).isInstanceOf(Rejection.OutcomeUnknown.class);
    assertThat(several.status()).isInstanceOf(GroupStatus.Failed.class);
    assertThat(several.scheduler.failures()).isEmpty();
  }

  @Test
  void shouldStopWhereTheLogFails() {
    TestRequest request = group.submit("a");
    group.scheduler.runReady();

    group.consensus.fail(new IllegalStateException("broken by the test"));
    group.scheduler.runReady();

    assertThat(request.answer()).isInstanceOf(Rejection.OutcomeUnknown.class);
    assertStopped("broken by the test");
  }

  @Test
  void shouldHoldNobodyUpWhileItStopsTheLog() {
    group.loop.fail(new IllegalStateException("broken by the test"));
    Thread held =
        Thread.ofPlatform()
            .daemon()
            .start(
                () -> {
                  for (int i = 0; i < 5; i++) {
                    group.consensus.commitEntry(new Proposal(5, 100 + i, 0, List.of(new Tick())));
                  }
                });
    while (held.getState() != Thread.State.WAITING) {
      assertThat(held.isAlive()).isTrue();
      Thread.onSpinWait();
    }
    List<Boolean> ended = new ArrayList<>();
    group.consensus.whenStopped(() -> ended.add(hasEnded(held)));

    group.scheduler.runReady();

    assertThat(ended).containsExactly(true);
    assertStopped("broken by the test");
  }

  @Test
  void shouldStopWhereATaskOfTheLoopThrows() {
    group.loop.execute(
        () -> {
          throw new IllegalStateException("broken by the test");
        });
    group.scheduler.runReady();

    assertStopped("broken by the test");
  }

  @Test
  void shouldFailAtTheStartWhereRecoveryFails() {
    VirtualScheduler scheduler = new VirtualScheduler();
    VirtualProcess process = scheduler.process();
    List<GroupStatus> statuses = new ArrayList<>();
    IllegalStateException broken = new IllegalStateException("broken by the test");
    GroupLoop<ScriptedMachine> loop =
        new GroupLoop<>(
            new GroupDefinition<>(
                1,
                new BecomeLeader(GroupSettings.DEFAULT, 1),
                reader -> {
                  throw broken;
                }),
            new GroupPorts(
                process,
                process,
                process,
                new InMemoryStateStores(),
                (number, applied, members) -> new ManualConsensusGroup(false)),
            GroupOptions.DEFAULT,
            group,
            (number, status) -> statuses.add(status));

    loop.start();
    scheduler.runReady();

    assertThat(statuses)
        .containsExactly(new GroupStatus.Starting(), new GroupStatus.Failed(broken));
  }

  @Test
  void shouldStopInGoodOrderAfterAFailure() {
    group.loop.fail(new StoreException("broken by the test"));
    group.scheduler.runReady();

    var stopped = group.loop.stop(1_000).toCompletableFuture();
    group.scheduler.runReady();
    group.loop.closeStore();

    assertThat(stopped).isCompleted();
    assertThat(group.submit("late").answer()).isEqualTo(new Rejection.Draining());
  }

  private static boolean hasEnded(Thread thread) {
    try {
      return thread.join(Duration.ofSeconds(10));
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private void assertStopped(String cause) {
    assertThat(group.status())
        .isInstanceOfSatisfying(
            GroupStatus.Failed.class, it -> assertThat(it.cause()).hasMessage(cause));
    assertThat(group.consensus.stopCause()).isEqualTo("failed: " + cause);
    assertThat(group.events).endsWith("ceased: NotLeader");
    int proposed = group.consensus.proposed().size();
    TestRequest late = group.submit("late");
    TestOwnCommand own = new TestOwnCommand("own");
    group.loop.propose(own);
    group.scheduler.advanceMillis(10_000);
    assertThat(late.answer()).isEqualTo(NOT_LEADER);
    assertThat(own.ends()).containsExactly(NOT_LEADER);
    assertThat(group.consensus.proposed()).hasSize(proposed);
    assertThat(group.scheduler.failures()).isEmpty();
  }
}
