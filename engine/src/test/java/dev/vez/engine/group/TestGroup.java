package dev.vez.engine.group;

import dev.vez.domain.command.BecomeLeader;
import dev.vez.domain.command.Command;
import dev.vez.domain.command.DeleteQueue;
import dev.vez.domain.command.Entry;
import dev.vez.domain.command.Proposal;
import dev.vez.domain.machine.Applied;
import dev.vez.domain.record.GroupSettings;
import dev.vez.ports.api.Rejection;
import dev.vez.ports.recovery.AppliedPosition;
import dev.vez.ports.recovery.InMemoryStateStore;
import dev.vez.ports.recovery.InMemoryStateStores;
import dev.vez.ports.recovery.StateStore;
import dev.vez.ports.recovery.StateStores;
import dev.vez.ports.scheduling.VirtualProcess;
import dev.vez.ports.scheduling.VirtualScheduler;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A group's loop among fakes, and what it told. */
final class TestGroup implements GroupObserver<ScriptedMachine> {

  static final String LOOP = "group-7-loop";
  static final String SYNC = "group-7-sync";

  private static final int NUMBER = 7;

  /** The usual ones, but all syncs where a test can pause them. */
  private static final GroupOptions SYNCING_APART =
      new GroupOptions(512, 1 << 20, 2, 16_384, 64 << 20, 64, 100, 50, false);

  final VirtualScheduler scheduler = new VirtualScheduler();
  final VirtualProcess process = scheduler.process();
  final ScriptedMachine machine = new ScriptedMachine();
  final ManualConsensusGroup consensus;
  final List<GroupStatus> statuses = new ArrayList<>();
  final List<String> events = new ArrayList<>();

  /** How much was not synced at each answer. */
  final List<Integer> unsyncedAtAnswers = new ArrayList<>();

  final GroupLoop<ScriptedMachine> loop;
  private final InMemoryStateStores stores = new InMemoryStateStores();
  private @Nullable InMemoryStateStore store;
  private @Nullable LogClock logClock;

  TestGroup(GroupOptions options, boolean durableOnCommit) {
    consensus = new ManualConsensusGroup(durableOnCommit);
    loop =
        new GroupLoop<>(
            new GroupDefinition<>(
                NUMBER, new BecomeLeader(GroupSettings.DEFAULT, 1), reader -> machine),
            new GroupPorts(process, process, process, new OpenedStores(), (g, a, m) -> consensus),
            options,
            this,
            (group, status) -> statuses.add(status));
  }

  /** A group that serves in term 5 and whose proposals are not committed by themselves. */
  static TestGroup serving(GroupOptions options) {
    TestGroup group = new TestGroup(options, false);
    group.startServing();
    return group;
  }

  static TestGroup serving() {
    return serving(SYNCING_APART);
  }

  void startServing() {
    loop.start();
    scheduler.runReady();
    consensus.lead(5);
    scheduler.runReady();
    consensus.commit();
    scheduler.runReady();
  }

  InMemoryStateStore store() {
    InMemoryStateStore current = store;
    if (current == null) {
      throw new IllegalStateException("Expected a group that is started");
    }
    return current;
  }

  LogClock logClock() {
    LogClock current = logClock;
    if (current == null) {
      throw new IllegalStateException("Expected a group that has served");
    }
    return current;
  }

  /** Submits a request that concerns several messages and is bounded by its source. */
  TestRequest submitBatch(String name, int bytes, int messages) {
    TestRequest request = new TestRequest(name, bytes, () -> {}, messages, true);
    loop.submit(request);
    return request;
  }

  TestRequest submit(String name) {
    return submit(name, 10);
  }

  TestRequest submit(String name, int bytes) {
    TestRequest request =
        new TestRequest(
            name,
            bytes,
            () -> {
              events.add("answered " + name);
              unsyncedAtAnswers.add(store().unsyncedBatches());
            });
    loop.submit(request);
    return request;
  }

  /** Commits and runs all there is. */
  void commitAll() {
    consensus.commitAll();
    scheduler.runReady();
  }

  List<TestRequest> submitMany(int count) {
    List<TestRequest> requests = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      requests.add(submit("r" + i));
    }
    return requests;
  }

  GroupStatus status() {
    return statuses.getLast();
  }

  /** The names of the requests in a proposal. */
  static List<String> namesIn(Proposal proposal) {
    return proposal.commands().stream().map(TestGroup::nameOf).toList();
  }

  private static String nameOf(Command command) {
    return command instanceof DeleteQueue(var name) ? name : command.getClass().getSimpleName();
  }

  @Override
  public void onRecovered(ScriptedMachine recovered, StateStore opened) {
    events.add("recovered");
  }

  @Override
  public void onServing(long term, LogClock newLogClock) {
    events.add("serving in " + term);
    logClock = newLogClock;
  }

  @Override
  public void onCeased(Rejection reason) {
    events.add("ceased: " + reason.getClass().getSimpleName());
  }

  @Override
  public Runnable onApplied(Entry entry, Applied applied, boolean ownTerm) {
    String text = (ownTerm ? "own " : "other ") + namesIn(entry.proposal());
    return () -> events.add("durable " + text);
  }

  /** Hands out in-memory stores and remembers the one. */
  private final class OpenedStores implements StateStores {

    @Override
    public StateStore open(int group) {
      InMemoryStateStore opened = stores.open(group);
      store = opened;
      return opened;
    }

    @Override
    public AppliedPosition restore(int group, Path checkpoint) {
      return stores.restore(group, checkpoint);
    }

    @Override
    public void close() {
      stores.close();
    }
  }
}
