package dev.vez.domain.machine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import dev.vez.domain.command.BecomeLeader;
import dev.vez.domain.command.CatalogueChange;
import dev.vez.domain.command.Command;
import dev.vez.domain.command.ConfigLimits;
import dev.vez.domain.command.ConfigMeaning;
import dev.vez.domain.command.ConfirmChange;
import dev.vez.domain.command.CreateQueue;
import dev.vez.domain.command.DeleteQueue;
import dev.vez.domain.command.Entry;
import dev.vez.domain.command.MoveShares;
import dev.vez.domain.command.Proposal;
import dev.vez.domain.command.SetConfig;
import dev.vez.domain.hash.StateDigest;
import dev.vez.domain.id.Mark;
import dev.vez.domain.id.QueueId;
import dev.vez.domain.outcome.ChangeConfirmed;
import dev.vez.domain.outcome.ConfigFull;
import dev.vez.domain.outcome.ConfigSet;
import dev.vez.domain.outcome.IssuedChange;
import dev.vez.domain.outcome.Outcome;
import dev.vez.domain.outcome.QueueEntered;
import dev.vez.domain.outcome.QueueExists;
import dev.vez.domain.outcome.QueueMarkedDeleting;
import dev.vez.domain.outcome.QueueUnknown;
import dev.vez.domain.outcome.SharesMoving;
import dev.vez.domain.outcome.SharesStay;
import dev.vez.domain.record.BucketLimits;
import dev.vez.domain.record.CatalogueRecord;
import dev.vez.domain.record.ConfigRecord;
import dev.vez.domain.record.GroupSettings;
import dev.vez.domain.record.GroupShare;
import dev.vez.domain.record.PendingChangeRecord;
import dev.vez.domain.record.QueueConfig;
import dev.vez.domain.record.QueueRecord;
import dev.vez.domain.record.QueueState;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class CatalogueMachineTest {

  private static final int GROUP = 1;
  private static final ConfigLimits LIMITS = ConfigLimits.DEFAULT;
  private static final QueueConfig CONFIG = new QueueConfig("script", "", 5_000);

  private final MapStore store = new MapStore();
  private CatalogueMachine machine = CatalogueMachine.recover(store);
  private long index;

  CatalogueMachineTest() {
    apply(new BecomeLeader(GroupSettings.DEFAULT, 1));
  }

  @Test
  void shouldEnterAQueueWithItsDeadLetterQueue() {
    QueueEntered entered = (QueueEntered) create("orders");
    assertThat(machine.queues())
        .extracting(CatalogueRecord::name, CatalogueRecord::state)
        .containsExactly(
            tuple("orders", QueueState.CREATING), tuple("orders.dlq", QueueState.CREATING));
    QueueId deadLetters = machine.queue("orders.dlq").orElseThrow().id();
    assertThat(deadLetters).isNotEqualTo(entered.id());
    assertThat(machine.pendingChanges(GROUP))
        .containsExactly(
            new PendingChangeRecord(
                GROUP,
                Mark.NONE,
                entered.mark(),
                new CatalogueChange.CreateQueues(
                    List.of(
                        new QueueRecord(
                            entered.id(), 5_000, deadLetters, QueueRecord.MAX_ATTEMPTS_OF_GROUP),
                        new QueueRecord(deadLetters, 30_000)))));
  }

  @Test
  void shouldGiveADeadLetterQueueNone() {
    create("orders.dlq");
    assertThat(machine.queues()).hasSize(1);
  }

  @Test
  void shouldAdoptADeadLetterQueueThatExistsAndItsGroup() {
    apply(new CreateQueue("orders.dlq", CONFIG, 3));
    QueueEntered entered = (QueueEntered) create("orders");
    assertThat(entered.group()).isEqualTo(3);
    assertThat(machine.queues()).hasSize(2);
    assertThat(machine.pendingChanges(3).getLast().change())
        .isEqualTo(
            new CatalogueChange.CreateQueues(
                List.of(
                    new QueueRecord(
                        entered.id(),
                        5_000,
                        machine.queue("orders.dlq").orElseThrow().id(),
                        QueueRecord.MAX_ATTEMPTS_OF_GROUP))));
  }

  @Test
  void shouldLinkADeadLetterQueueThatIsCreatedLater() {
    QueueEntered orders = (QueueEntered) create("orders");
    confirm(orders.mark());
    confirm(((QueueMarkedDeleting) outcome(new DeleteQueue("orders.dlq"))).mark());
    QueueEntered deadLetters = (QueueEntered) create("orders.dlq");
    PendingChangeRecord last = machine.pendingChanges(GROUP).getLast();
    assertThat(last.change())
        .isEqualTo(new CatalogueChange.LinkDeadLetters(orders.id(), deadLetters.id()));
    assertThat(deadLetters.mark()).as("done when it is linked").isEqualTo(last.mark());
    machine.pendingChanges(GROUP).forEach(change -> confirm(change.mark()));
    assertThat(machine.queue("orders.dlq").orElseThrow().state()).isEqualTo(QueueState.ACTIVE);
  }

  @Test
  void shouldRefuseANameThatIsTakenEvenByAQueueThatIsBeingDeleted() {
    create("orders");
    assertThat(create("orders")).isEqualTo(new QueueExists("orders"));
    apply(new DeleteQueue("orders"));
    assertThat(create("orders")).isEqualTo(new QueueExists("orders"));
  }

  @Test
  void shouldRefuseANameWhoseDeadLetterQueueIsStillBeingDeleted() {
    confirm(((QueueEntered) create("orders.dlq")).mark());
    QueueMarkedDeleting deleting = (QueueMarkedDeleting) outcome(new DeleteQueue("orders.dlq"));
    assertThat(create("orders")).isEqualTo(new QueueExists("orders.dlq"));
    confirm(deleting.mark());
    create("orders");
    assertThat(machine.queues())
        .extracting(CatalogueRecord::name)
        .containsExactly("orders", "orders.dlq");
  }

  @Test
  void shouldActivateAQueueWhenItsGroupHasConfirmed() {
    confirm(((QueueEntered) create("orders")).mark());
    assertThat(machine.queues()).extracting(CatalogueRecord::state).containsOnly(QueueState.ACTIVE);
    assertThat(machine.pendingChanges(GROUP)).isEmpty();
  }

  @Test
  void shouldConfirmOnce() {
    Mark mark = ((QueueEntered) create("orders")).mark();
    confirm(mark);
    Mark deleting = ((QueueMarkedDeleting) outcome(new DeleteQueue("orders"))).mark();
    assertThat(confirm(mark)).isEqualTo(new ChangeConfirmed());
    assertThat(machine.queue("orders").orElseThrow().state()).isEqualTo(QueueState.DELETING);
    confirm(deleting);
    assertThat(machine.queues()).isEmpty();
  }

  @Test
  void shouldDeleteAQueueWithItsOwnDeadLetterQueueAndFreeTheNameOnlyThen() {
    QueueEntered entered = (QueueEntered) create("orders");
    confirm(entered.mark());
    QueueMarkedDeleting deleting = (QueueMarkedDeleting) outcome(new DeleteQueue("orders"));
    assertThat(machine.pendingChanges(GROUP).getFirst().previousMark()).isEqualTo(entered.mark());
    assertThat(outcome(new DeleteQueue("orders"))).isEqualTo(new QueueUnknown());
    assertThat(outcome(new DeleteQueue("orders.dlq"))).isEqualTo(new QueueUnknown());
    confirm(deleting.mark());
    assertThat(machine.queues()).isEmpty();
    QueueEntered again = (QueueEntered) create("orders");
    assertThat(again.id()).as("a name comes back, an id never").isNotEqualTo(entered.id());
  }

  @Test
  void shouldDeleteADeadLetterQueueAlone() {
    confirm(((QueueEntered) create("orders")).mark());
    confirm(((QueueMarkedDeleting) outcome(new DeleteQueue("orders.dlq"))).mark());
    assertThat(machine.queues()).extracting(CatalogueRecord::name).containsExactly("orders");
  }

  @Test
  void shouldRefuseToDeleteAnUnknownQueue() {
    assertThat(outcome(new DeleteQueue("orders"))).isEqualTo(new QueueUnknown());
  }

  @Test
  void shouldGiveCreationsOfOneEntryMarksAndIdsOfTheirOwn() {
    List<Outcome> outcomes =
        apply(new CreateQueue("a", CONFIG, GROUP), new CreateQueue("b", CONFIG, GROUP)).outcomes();
    QueueEntered a = (QueueEntered) outcomes.getFirst();
    QueueEntered b = (QueueEntered) outcomes.getLast();
    assertThat(b.mark()).isGreaterThan(a.mark());
    assertThat(b.id()).isNotEqualTo(a.id());
    assertThat(machine.pendingChanges(GROUP))
        .extracting(PendingChangeRecord::previousMark)
        .containsExactly(Mark.NONE, a.mark());
  }

  @Test
  void shouldKeepTheLastValueOfEachConfigurationKey() {
    set("b", "1");
    set("a", "2");
    assertThat(set("b", "3")).isEqualTo(new ConfigSet(List.of()));
    assertThat(machine.config())
        .containsExactly(new ConfigRecord("a", "2"), new ConfigRecord("b", "3"));
  }

  @Test
  void shouldRemoveAConfigurationKeyWhoseValueIsEmpty() {
    set("a", "1");
    assertThat(set("a", "")).isEqualTo(new ConfigSet(List.of()));
    assertThat(set("never", "")).isEqualTo(new ConfigSet(List.of()));
    assertThat(machine.config()).isEmpty();
  }

  @Test
  void shouldRefuseMoreConfigurationKeysThanTheCommandAllows() {
    ConfigLimits two = new ConfigLimits(2, 1_000, 1);
    set("a", "1", two);
    set("b", "1", two);
    assertThat(set("c", "1", two)).isEqualTo(new ConfigFull(ConfigFull.Limit.ENTRIES));
    assertThat(set("b", "2", two)).isEqualTo(new ConfigSet(List.of()));
    assertThat(set("a", "", two)).isEqualTo(new ConfigSet(List.of()));
    assertThat(set("c", "1", two)).isEqualTo(new ConfigSet(List.of()));
    assertThat(machine.config()).extracting(ConfigRecord::name).containsExactly("b", "c");
  }

  @Test
  void shouldRefuseMoreBytesOfConfigurationThanTheCommandAllowsButLetItShrink() {
    set("a", "\u20ac\u20ac", new ConfigLimits(9, 7, 1));
    assertThat(set("a", "\u20ac\u20ac1", new ConfigLimits(9, 7, 1)))
        .isEqualTo(new ConfigFull(ConfigFull.Limit.BYTES));
    assertThat(set("b", "1", new ConfigLimits(9, 8, 1)))
        .isEqualTo(new ConfigFull(ConfigFull.Limit.BYTES));
    assertThat(set("a", "12345", new ConfigLimits(9, 1, 1)))
        .as("less than before, if more than the limit of now")
        .isEqualTo(new ConfigSet(List.of()));
    assertThat(machine.config()).containsExactly(new ConfigRecord("a", "12345"));
  }

  @Test
  void shouldHaveEveryDataGroupKeepItsShareOfARate() {
    ConfigSet set =
        (ConfigSet)
            outcome(
                new SetConfig(
                    "throttle.k",
                    "3,7",
                    new ConfigMeaning.Bucket("k", 3_000_000, 7_000_000),
                    2,
                    ConfigLimits.DEFAULT));
    assertThat(set.changes()).extracting(IssuedChange::group).containsExactly(1, 2);
    for (IssuedChange change : set.changes()) {
      assertThat(machine.pendingChanges(change.group()))
          .containsExactly(
              new PendingChangeRecord(
                  change.group(),
                  Mark.NONE,
                  change.mark(),
                  new CatalogueChange.SetBucket(
                      "k", 1_500_000, change.group() == 1 ? 3_000_000 : 4_000_000)));
    }
    assertThat(machine.config()).containsExactly(new ConfigRecord("throttle.k", "3,7"));
  }

  @Test
  void shouldGrowAShareOnlyWhenTheOthersHaveGivenItUp() {
    ConfigSet set = (ConfigSet) outcome(shared("6,6"));
    set.changes().forEach(each -> outcome(new ConfirmChange(each.group(), each.mark())));
    assertThat(machine.shares("k").orElseThrow().isSettled()).isTrue();

    assertThat(outcome(moved(1, 1, 4))).isEqualTo(new SharesMoving());
    assertThat(machine.pendingChanges(3)).isEmpty();
    assertThat(outcome(moved(2, 2, 2))).isEqualTo(new SharesStay());
    confirmFirst(1);
    assertThat(machine.pendingChanges(3)).isEmpty();
    confirmFirst(2);
    assertThat(machine.pendingChanges(3))
        .extracting(PendingChangeRecord::change)
        .containsExactly(new CatalogueChange.SetBucket("k", 4_000_000, 4_000_000));
    assertThat(machine.shares("k").orElseThrow().isSettled()).isFalse();
    confirmFirst(3);
    assertThat(machine.shares("k").orElseThrow().isSettled()).isTrue();
  }

  @Test
  void shouldKeepSharesOfABucketThatIsSetToWhatItWasAndBeginAnewOtherwise() {
    ConfigSet set = (ConfigSet) outcome(shared("6,6"));
    set.changes().forEach(each -> outcome(new ConfirmChange(each.group(), each.mark())));
    outcome(moved(1, 1, 4));
    confirmFirst(1);
    confirmFirst(2);
    confirmFirst(3);

    outcome(shared("6,6"));
    for (int group = 1; group <= 3; group++) {
      long micros = group == 3 ? 4_000_000 : 1_000_000;
      assertThat(machine.firstPendingChange(group).orElseThrow().change())
          .isEqualTo(new CatalogueChange.SetBucket("k", micros, micros));
      confirmFirst(group);
    }
    outcome(shared("9,9"));
    // The others grow once the third has given up one of its four.
    assertThat(machine.firstPendingChange(1).orElseThrow().change())
        .isEqualTo(new CatalogueChange.SetBucket("k", 1_000_000, 1_000_000));
    for (int i = 0; i < 2; i++) {
      confirmFirst(3);
      confirmFirst(1);
      confirmFirst(2);
    }
    assertThat(machine.shares("k").orElseThrow().groups())
        .extracting(GroupShare::issued)
        .containsOnly(new BucketLimits(3_000_000, 3_000_000));
  }

  @Test
  void shouldMoveNoSharesOfABucketThatIsGoneOrIsAnotherNow() {
    assertThat(outcome(moved(2, 2, 2))).isEqualTo(new SharesStay());
    ConfigSet set = (ConfigSet) outcome(shared("9,9"));
    set.changes().forEach(each -> outcome(new ConfirmChange(each.group(), each.mark())));
    assertThat(outcome(moved(1, 1, 4))).isEqualTo(new SharesStay());

    outcome(new SetConfig("throttle.k", "", new ConfigMeaning.NoBucket("k"), 3, LIMITS));
    assertThat(machine.hasShares()).isFalse();
    assertThat(machine.shares("k")).isEmpty();
  }

  private void confirmFirst(int group) {
    machine
        .firstPendingChange(group)
        .ifPresent(change -> outcome(new ConfirmChange(group, change.mark())));
  }

  /** A bucket of three groups, with as much burst as rate. */
  private static SetConfig shared(String value) {
    long micros = Long.parseLong(value.substring(0, 1)) * 1_000_000;
    return new SetConfig(
        "throttle.k", value, new ConfigMeaning.Bucket("k", micros, micros), 3, LIMITS);
  }

  private static MoveShares moved(int... tokens) {
    return new MoveShares(
        "k",
        new BucketLimits(6_000_000, 6_000_000),
        Arrays.stream(tokens)
            .mapToObj(each -> new BucketLimits(each * 1_000_000L, each * 1_000_000L))
            .toList(),
        10);
  }

  @Test
  void shouldTakeABucketFromEveryDataGroupOnlyWhereThereIsOne() {
    SetConfig remove =
        new SetConfig("throttle.k", "", new ConfigMeaning.NoBucket("k"), 1, ConfigLimits.DEFAULT);
    assertThat(outcome(remove)).isEqualTo(new ConfigSet(List.of()));
    assertThat(machine.pendingChanges(1)).isEmpty();
    ConfigSet set = (ConfigSet) outcome(bucket("k", 1));
    ConfigSet removed = (ConfigSet) outcome(remove);
    assertThat(removed.changes()).hasSize(1);
    assertThat(machine.pendingChanges(1).getLast())
        .isEqualTo(
            new PendingChangeRecord(
                1,
                set.changes().getFirst().mark(),
                removed.changes().getFirst().mark(),
                new CatalogueChange.RemoveBucket("k")));
    set.changes().forEach(change -> outcome(new ConfirmChange(1, change.mark())));
    removed.changes().forEach(change -> outcome(new ConfirmChange(1, change.mark())));
    assertThat(machine.pendingChanges(1)).isEmpty();
  }

  @Test
  void shouldLetASecondRemovalWaitUntilTheFirstIsCarriedOut() {
    SetConfig remove =
        new SetConfig("throttle.k", "", new ConfigMeaning.NoBucket("k"), 1, ConfigLimits.DEFAULT);
    ConfigSet set = (ConfigSet) outcome(bucket("k", 3));
    ConfigSet removed = (ConfigSet) outcome(remove);

    ConfigSet again = (ConfigSet) outcome(remove);

    assertThat(again.changes()).hasSize(1);
    assertThat(machine.pendingChanges(1).getLast().change())
        .isEqualTo(new CatalogueChange.RemoveBucket("k"));
    Stream.of(set, removed, again)
        .flatMap(each -> each.changes().stream())
        .forEach(change -> outcome(new ConfirmChange(1, change.mark())));
    assertThat(outcome(remove)).isEqualTo(new ConfigSet(List.of()));
  }

  @Test
  void shouldLimitTheAttemptsOfAQueueThatThereIs() {
    QueueEntered entered = (QueueEntered) create("orders");
    ConfigSet set = (ConfigSet) outcome(maxAttempts("5", 5));
    assertThat(machine.pendingChanges(GROUP).getLast())
        .isEqualTo(
            new PendingChangeRecord(
                GROUP,
                entered.mark(),
                set.changes().getFirst().mark(),
                new CatalogueChange.SetMaxAttempts(entered.id(), 5)));
    outcome(new DeleteQueue("orders"));
    assertThat(outcome(maxAttempts("6", 6)))
        .as("a queue that is being deleted gets nothing more")
        .isEqualTo(new ConfigSet(List.of()));
  }

  @Test
  void shouldLimitTheAttemptsOfAQueueThatIsCreatedLater() {
    assertThat(outcome(maxAttempts(" 5 ", 5))).isEqualTo(new ConfigSet(List.of()));
    create("orders");
    assertThat(machine.pendingChanges(GROUP).getFirst().change())
        .isInstanceOfSatisfying(
            CatalogueChange.CreateQueues.class,
            it ->
                assertThat(it.queues())
                    .extracting(QueueRecord::maxAttempts)
                    .containsExactly(5, -1));
  }

  private static SetConfig maxAttempts(String value, int maxAttempts) {
    return new SetConfig(
        "queue.orders.max_attempts",
        value,
        new ConfigMeaning.MaxAttempts("orders", maxAttempts),
        1,
        ConfigLimits.DEFAULT);
  }

  @Test
  void shouldRefuseChangesThatAGroupWhichIsDownWouldPileUp() {
    outcome(bucket("a", 2));
    ConfigSet second = (ConfigSet) outcome(bucket("b", 2));
    assertThat(outcome(bucket("c", 2))).isEqualTo(new ConfigFull(ConfigFull.Limit.CHANGES));
    assertThat(machine.config()).hasSize(2);
    outcome(new ConfirmChange(1, second.changes().getFirst().mark()));
    assertThat(outcome(bucket("c", 2))).isInstanceOf(ConfigSet.class);
  }

  private static SetConfig bucket(String throttleKey, int changesMax) {
    return new SetConfig(
        "throttle." + throttleKey,
        "1,1",
        new ConfigMeaning.Bucket(throttleKey, 1_000_000, 1_000_000),
        1,
        new ConfigLimits(10, 1_000, changesMax));
  }

  private Outcome set(String key, String value) {
    return set(key, value, ConfigLimits.DEFAULT);
  }

  private Outcome set(String key, String value, ConfigLimits limits) {
    return outcome(new SetConfig(key, value, new ConfigMeaning.Text(), 1, limits));
  }

  private Outcome create(String name) {
    return outcome(new CreateQueue(name, CONFIG, GROUP));
  }

  private Outcome confirm(Mark mark) {
    return outcome(new ConfirmChange(GROUP, mark));
  }

  private Outcome outcome(Command command) {
    return apply(command).outcomes().getFirst();
  }

  /** Applies an entry, checks the digest, and goes on with a machine recovered from the store. */
  private Applied apply(Command... commands) {
    index++;
    Applied applied =
        machine.apply(new Entry(index, 1, new Proposal(1, index, index, Arrays.asList(commands))));
    store.write(applied.mutations());
    assertThat(machine.digest()).isEqualTo(StateDigest.recount(store));
    machine = CatalogueMachine.recover(store);
    assertThat(machine.digest()).isEqualTo(StateDigest.recount(store));
    return applied;
  }
}
