package dev.vez.engine.group;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vez.domain.command.BecomeLeader;
import dev.vez.domain.command.Proposal;
import dev.vez.domain.outcome.Nacked;
import dev.vez.domain.outcome.Outcome;
import dev.vez.engine.codec.EntryCodec;
import dev.vez.ports.api.Rejection;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** How requests become entries. */
class GroupLoopBatchingTest {

  private static final GroupOptions SMALL =
      new GroupOptions(3, 100, 2, 10, 1_000, 4, 100, 50, false);

  @Test
  void shouldTakeOverAloneAndServeOnceThatIsApplied() {
    TestGroup group = new TestGroup(GroupOptions.DEFAULT, false);
    group.loop.start();
    group.scheduler.runReady();
    group.consensus.lead(5);
    group.scheduler.runReady();

    TestRequest early = group.submit("early");
    assertThat(early.answer()).isEqualTo(new Rejection.NotLeader(""));
    assertThat(group.consensus.lastProposed().commands())
        .singleElement()
        .isInstanceOf(BecomeLeader.class);

    group.consensus.commit();
    group.scheduler.runReady();

    assertThat(group.status()).isEqualTo(new GroupStatus.Serving(5));
    group.submit("late");
    group.scheduler.runReady();
    assertThat(TestGroup.namesIn(group.consensus.lastProposed())).containsExactly("late");
  }

  @Test
  void shouldProposeASingleRequestAtOnce() {
    TestGroup group = TestGroup.serving();

    TestRequest request = group.submit("a");
    group.scheduler.runReady();
    assertThat(TestGroup.namesIn(group.consensus.lastProposed())).containsExactly("a");
    group.consensus.commit();
    group.scheduler.runReady();

    assertThat(request.isAnswered()).isTrue();
  }

  @Test
  void shouldShareFewEntriesAmongManyRequests() {
    TestGroup group = TestGroup.serving();
    int before = group.consensus.proposed().size();

    List<TestRequest> requests = group.submitMany(1_000);
    group.consensus.commitAll();
    group.scheduler.runReady();

    assertThat(requests).allMatch(TestRequest::isAnswered);
    assertThat(group.consensus.proposed().size() - before).isEqualTo(2);
  }

  @Test
  void shouldKeepTheOrderOfRequestsAndAnswers() {
    TestGroup group = TestGroup.serving(SMALL);

    List<TestRequest> requests = group.submitMany(10);
    group.consensus.commitAll();
    group.scheduler.runReady();

    List<String> names =
        group.consensus.proposed().stream()
            .skip(1)
            .flatMap(proposal -> TestGroup.namesIn(proposal).stream())
            .toList();
    assertThat(names).isEqualTo(IntStream.range(0, 10).mapToObj(i -> "r" + i).toList());
    assertThat(requests).extracting(request -> ((Nacked) answered(request)).attempts()).isSorted();
  }

  @Test
  void shouldCloseAnEntryAtItsNumberOfRequests() {
    TestGroup group = TestGroup.serving(SMALL);

    group.submitMany(7);
    group.scheduler.runReady();

    assertThat(sizes(group)).containsExactly(3, 3);
  }

  @Test
  void shouldCloseAnEntryAtItsBytesAndGiveALargerRequestAnEntryOfItsOwn() {
    TestGroup group = TestGroup.serving(SMALL);
    group.consensus.commitAll();

    group.submit("60", 60);
    group.submit("40", 40);
    group.submit("1", 1);
    group.submit("500", 500);
    group.submit("2", 2);
    group.scheduler.runReady();

    assertThat(group.consensus.proposed().stream().skip(1).map(TestGroup::namesIn))
        .containsExactly(List.of("60", "40"), List.of("1"), List.of("500"), List.of("2"));
  }

  @Test
  void shouldCloseAnEntryAtItsNumberOfMessagesAndGiveALargerBatchAnEntryOfItsOwn() {
    TestGroup group = TestGroup.serving(SMALL);
    group.consensus.commitAll();

    group.submitBatch("2", 1, 2);
    group.submit("1", 1);
    group.submitBatch("another 2", 1, 2);
    group.submitBatch("50", 1, 50);
    group.submit("last", 1);
    group.scheduler.runReady();
    group.consensus.commitAll();
    group.scheduler.runReady();

    assertThat(group.consensus.proposed().stream().skip(1).map(TestGroup::namesIn))
        .containsExactly(List.of("2", "1"), List.of("another 2"), List.of("50"), List.of("last"));
  }

  @Test
  void shouldNotCountWhatItsSourceBounds() {
    TestGroup group = TestGroup.serving(SMALL);

    List<TestRequest> batches =
        IntStream.range(0, 20).mapToObj(i -> group.submitBatch("b" + i, 500, 10)).toList();
    List<TestRequest> requests = group.submitMany(10);
    assertThat(batches).noneMatch(TestRequest::isDone);
    assertThat(requests).noneMatch(TestRequest::isDone);
    assertThat(group.submit("one too many").answer())
        .isInstanceOf(Rejection.ResourceExhausted.class);
    assertThat(group.submitBatch("not too many", 1, 1).isDone()).isFalse();

    for (int i = 0; i < 30; i++) {
      group.scheduler.runReady();
      group.consensus.commitAll();
    }
    group.scheduler.runReady();
    assertThat(batches).allMatch(TestRequest::isAnswered);
    assertThat(requests).allMatch(TestRequest::isAnswered);
    // What did not count when it came does not count when it goes.
    assertThat(group.submitMany(10)).noneMatch(TestRequest::isDone);
    assertThat(group.submit("one too many").isDone()).isTrue();
  }

  @Test
  void shouldHaveNoMoreEntriesInFlightThanAllowed() {
    TestGroup group = TestGroup.serving(SMALL);
    group.submitMany(10);
    group.scheduler.runReady();
    assertThat(group.consensus.undecided()).isEqualTo(2);

    group.consensus.commit();
    group.scheduler.runReady();

    assertThat(group.consensus.undecided()).isEqualTo(2);
    assertThat(sizes(group)).containsExactly(3, 3, 3);
  }

  @Test
  void shouldHoldAnEntrysRoomUntilItIsAnswered() {
    TestGroup group = TestGroup.serving(SMALL);
    group.process.pause(TestGroup.SYNC);
    group.submitMany(10);
    group.scheduler.runReady();

    group.consensus.commitAll();
    group.scheduler.runReady();

    // Applied and written, but not durable: with more room, entries would get smaller and smaller.
    assertThat(sizes(group)).containsExactly(3, 3);
  }

  @Test
  void shouldRefuseMoreRequestsThanMayWait() {
    TestGroup group = TestGroup.serving(SMALL);

    List<TestRequest> waiting = group.submitMany(10);
    TestRequest refused = group.submit("one too many");

    assertThat(refused.answer())
        .isEqualTo(
            new Rejection.ResourceExhausted(
                "limits.inbox_requests_max", "10 requests wait already", 50));
    group.consensus.commitAll();
    group.scheduler.runReady();
    assertThat(waiting).allMatch(TestRequest::isAnswered);
    assertThat(group.submit("now there is room").isDone()).isFalse();
  }

  @Test
  void shouldRefuseMoreBytesThanMayWait() {
    TestGroup group = TestGroup.serving(SMALL);

    TestRequest first = group.submit("a", 600);
    TestRequest refused = group.submit("b", 401);
    TestRequest fitting = group.submit("c", 400);

    assertThat(refused.answer())
        .isInstanceOfSatisfying(
            Rejection.ResourceExhausted.class,
            it -> assertThat(it.limit()).isEqualTo("limits.inbox_bytes_max"));
    group.consensus.commitAll();
    group.scheduler.runReady();
    assertThat(List.of(first, fitting)).allMatch(TestRequest::isAnswered);
    assertThat(group.submit("d", 1_000).isDone()).isFalse();
  }

  @Test
  void shouldSkipAnEntryThatTheStoreHolds() {
    TestGroup group = TestGroup.serving();
    group.submit("a");
    group.scheduler.runReady();
    Proposal proposal = group.consensus.lastProposed();
    group.consensus.commit();
    group.scheduler.runReady();
    int applied = group.machine.applied().size();

    group.consensus.repeatEntry(group.consensus.lastIndex(), EntryCodec.encode(proposal));
    group.scheduler.runReady();

    assertThat(group.machine.applied()).hasSize(applied);
    assertThat(group.status()).isEqualTo(new GroupStatus.Serving(5));
  }

  private static List<Integer> sizes(TestGroup group) {
    return group.consensus.proposed().stream()
        .skip(1)
        .map(proposal -> proposal.commands().size())
        .toList();
  }

  private static Outcome answered(TestRequest request) {
    if (request.answer() instanceof Outcome outcome) {
      return outcome;
    }
    throw new AssertionError("Expected an outcome, but got " + request.answer());
  }
}
