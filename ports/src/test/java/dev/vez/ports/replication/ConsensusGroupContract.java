package dev.vez.ports.replication;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vez.ports.recovery.InMemoryStateStore;
import dev.vez.ports.recovery.InMemoryStateStores;
import dev.vez.ports.recovery.StateStore;
import dev.vez.ports.replication.ProposalResult.Committed;
import dev.vez.ports.replication.ProposalResult.NotLeader;
import dev.vez.ports.replication.ProposalResult.Unknown;
import dev.vez.ports.replication.RecordingListener.Heard;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What every {@link ConsensusGroup} must do as the only member of its group. */
public abstract class ConsensusGroupContract {

  private static final int GROUP = 1;

  private final InMemoryStateStores stores = new InMemoryStateStores();
  private final List<Member> members = new ArrayList<>();

  /** A group of one member, on what the earlier ones of this test have left behind. */
  protected abstract ConsensusGroups groups();

  /** The one member. */
  protected List<GroupMember> initialMembers() {
    return List.of(new GroupMember(1, "127.0.0.1:1", GroupMember.Role.VOTER));
  }

  /** Lets the implementation work until {@code condition} holds; fails where it never does. */
  protected abstract void await(BooleanSupplier condition);

  /** One run of the process: a member, what it told, and its store. */
  private record Member(
      ConsensusGroup consensus, RecordingListener listener, InMemoryStateStore store) {

    CompletableFuture<ProposalResult> propose(long term, String text) {
      return consensus.propose(term, text.getBytes(StandardCharsets.UTF_8)).toCompletableFuture();
    }
  }

  @AfterEach
  protected void stopMembers() {
    members.forEach(member -> member.consensus().stop("end of the test"));
    assertThat(members).allSatisfy(it -> assertThat(it.listener().violations()).isEmpty());
  }

  @Test
  void shouldLeadInATermOfOneOrMore() {
    Member member = startAndLead();

    assertThat(member.listener().leaderTerm()).isPositive();
  }

  @Test
  void shouldHandOverEntriesInTheOrderOfTheProposals() {
    Member member = startAndLead();
    List<String> texts = IntStream.range(0, 200).mapToObj(i -> "entry " + i).toList();

    List<ProposalResult> results = proposeAll(member, texts);

    await(() -> member.listener().entries().size() == texts.size());
    assertThat(member.listener().entries()).extracting(Heard::text).isEqualTo(texts);
    assertThat(results).isEqualTo(placesOf(member.listener().entries()));
  }

  @Test
  void shouldStampEntriesWithTheTermInWhichItLeads() {
    Member member = startAndLead();

    proposeAll(member, List.of("entry"));

    await(() -> member.listener().entries().size() == 1);
    assertThat(member.listener().entries().getFirst().term())
        .isEqualTo(member.listener().leaderTerm());
  }

  @Test
  void shouldStampTheRealTermWhereAnotherOneIsExpected() {
    Member member = startAndLead();
    long term = member.listener().leaderTerm();

    for (long expected : List.of(term - 1, term + 1)) {
      int before = member.listener().entries().size();
      CompletableFuture<ProposalResult> answer = member.propose(expected, "expected " + expected);
      await(answer::isDone);

      switch (answer.join()) {
        case Committed committed -> {
          await(() -> member.listener().entries().size() == before + 1);
          assertThat(committed.term()).isEqualTo(term);
          assertThat(committed).isEqualTo(placesOf(member.listener().entries()).getLast());
        }
        case NotLeader _ -> {
          proposeAll(member, List.of("next"));
          await(() -> member.listener().entries().size() == before + 1);
          assertThat(member.listener().entries().getLast().text()).isEqualTo("next");
        }
        case Unknown unknown -> throw new AssertionError("Expected a clear answer, got " + unknown);
      }
    }
  }

  @Test
  void shouldKeepEveryAnsweredEntryThroughACrash() {
    Member first = startAndLead();
    List<String> texts = IntStream.range(0, 50).mapToObj(i -> "entry " + i).toList();
    proposeAll(first, texts);
    await(() -> first.listener().entries().size() == texts.size());
    List<Heard> answered = first.listener().entries();
    if (!first.consensus().isDurableOnCommit()) {
      first.store().sync();
    }

    Member second = crashAndStart(first);

    long kept = stored(second);
    List<Heard> replayed = second.listener().entries();
    assertThat(answered)
        .allSatisfy(
            entry -> assertThat(entry.index() <= kept || replayed.contains(entry)).isTrue());
  }

  @Test
  void shouldHandOverOnlyWhatTheStoreLacks() {
    Member first = startAndLead();
    proposeAll(first, List.of("a", "b", "c"));
    await(() -> first.listener().entries().size() == 3);
    first.store().sync();
    long stored = first.store().applied().index();

    Member second = crashAndStart(first);

    assertThat(second.listener().entries()).allMatch(entry -> entry.index() > stored);
  }

  @Test
  void shouldLeadInAGreaterTermWithGreaterIndicesAfterARestart() {
    Member first = startAndLead();
    proposeAll(first, List.of("before"));
    await(() -> first.listener().entries().size() == 1);
    first.store().sync();
    Heard before = first.listener().entries().getFirst();

    Member second = crashAndStart(first);
    proposeAll(second, List.of("after"));

    await(() -> second.listener().entries().stream().anyMatch(it -> it.text().equals("after")));
    Heard after = second.listener().entries().getLast();
    assertThat(after.term()).isGreaterThan(before.term());
    assertThat(after.index()).isGreaterThan(before.index());
  }

  @Test
  void shouldLeadOnlyOnceEarlierEntriesAreHandedOver() {
    Member first = startAndLead();
    proposeAll(first, List.of("a", "b", "c"));
    await(() -> first.listener().entries().size() == 3);
    first.store().sync();

    Member second = crashAndStart(first);
    int replayed = second.listener().entriesAtLeaderReady();
    proposeAll(second, List.of("d"));

    await(() -> second.listener().entries().size() > replayed);
    assertThat(second.listener().entries().get(replayed).text()).isEqualTo("d");
  }

  @Test
  void shouldRefuseAnEmptyEntryAndGoOn() {
    Member member = startAndLead();
    long term = member.listener().leaderTerm();

    assertThatThrownBy(() -> member.propose(term, ""))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("Expected an entry of 1 to ")
        .hasMessageEndingWith("but got 0");

    assertThat(proposeAll(member, List.of("next"))).hasOnlyElementsOfType(Committed.class);
  }

  @Test
  void shouldSayNothingAfterStop() {
    Member member = startAndLead();
    long term = member.listener().leaderTerm();
    proposeAll(member, List.of("before"));

    member.consensus().stop("the test says so");
    member.listener().expectSilence();
    CompletableFuture<ProposalResult> late = member.propose(term, "late");
    member.consensus().stop("again");

    await(late::isDone);
    assertThat(late.join()).isNotInstanceOf(Committed.class);
  }

  private Member startAndLead() {
    InMemoryStateStore store = stores.open(GROUP);
    ConsensusGroup consensus = groups().open(GROUP, store.applied(), initialMembers());
    Member member = new Member(consensus, new RecordingListener(store), store);
    members.add(member);
    consensus.start(store.applied().index(), member.listener());
    await(() -> member.listener().leaderTerm() > 0);
    return member;
  }

  /** The process dies; where commits are durable without the store, it loses its newest batches. */
  private Member crashAndStart(Member running) {
    running.consensus().stop("crash");
    stores.crash();
    return startAndLead();
  }

  private List<ProposalResult> proposeAll(Member member, List<String> texts) {
    long term = member.listener().leaderTerm();
    List<CompletableFuture<ProposalResult>> answers =
        texts.stream().map(text -> member.propose(term, text)).toList();
    await(() -> answers.stream().allMatch(CompletableFuture::isDone));
    return answers.stream().map(CompletableFuture::join).toList();
  }

  private static long stored(Member member) {
    List<Heard> replayed = member.listener().entries();
    StateStore store = member.store();
    return replayed.isEmpty() ? store.applied().index() : replayed.getFirst().index() - 1;
  }

  private static List<ProposalResult> placesOf(List<Heard> entries) {
    return entries.stream()
        .<ProposalResult>map(entry -> new Committed(entry.index(), entry.term()))
        .toList();
  }
}
