package dev.vez.adapters.jraft;

import com.alipay.sofa.jraft.Status;
import com.alipay.sofa.jraft.conf.Configuration;
import com.alipay.sofa.jraft.entity.PeerId;
import com.alipay.sofa.jraft.entity.Task;
import dev.vez.ports.replication.ChangeResult;
import dev.vez.ports.replication.ConsensusGroup;
import dev.vez.ports.replication.ConsensusListener;
import dev.vez.ports.replication.GroupMember;
import dev.vez.ports.replication.GroupView;
import dev.vez.ports.replication.MembershipChange;
import dev.vez.ports.replication.ProposalResult;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** This node's member of one group. */
final class JraftConsensusGroup implements ConsensusGroup {

  private static final Logger LOG = LoggerFactory.getLogger(JraftConsensusGroup.class);

  private final JraftSettings settings;
  private final MemberNode node;
  private final GroupOptions options;
  private final GroupStorage storage;
  private final SnapshotSchedule schedule;
  private final MembershipChanges changes;
  private final Runnable onStopped;
  private final Set<Proposal> proposals = ConcurrentHashMap.newKeySet();
  private final AtomicBoolean stopping = new AtomicBoolean();
  private final CountDownLatch opened = new CountDownLatch(1);
  private final CountDownLatch stopped = new CountDownLatch(1);
  private volatile @Nullable GroupStateMachine machine;
  private volatile boolean accepting;

  /**
   * A member that is yet to be started.
   *
   * @param onStopped run once it has stopped
   */
  JraftConsensusGroup(
      JraftSettings settings,
      MemberNode node,
      GroupOptions options,
      GroupStorage storage,
      Runnable onStopped) {
    this.settings = settings;
    this.node = node;
    this.options = options;
    this.storage = storage;
    this.onStopped = onStopped;
    schedule = new SnapshotSchedule(settings.snapshotEntries());
    changes =
        new MembershipChanges(
            node, settings.changeTimeout(), settings.electionTimeout().dividedBy(8));
  }

  /** JRaft replays within its own start and waits for the listener, so it starts on its own. */
  @Override
  public synchronized void start(long appliedIndex, ConsensusListener listener) {
    if (machine != null || stopping.get()) {
      throw new IllegalStateException("Expected to be started once, and before it is stopped");
    }
    GroupStateMachine created =
        new GroupStateMachine(settings.nodeId(), appliedIndex, listener, schedule, new Host());
    machine = created;
    Thread.ofPlatform()
        .daemon()
        .name("vez-jraft-start-" + node.getGroupId())
        .start(() -> open(created));
  }

  private void open(GroupStateMachine created) {
    try {
      if (node.init(options.nodeOptions(storage, created))) {
        accepting = true;
        return;
      }
      created.noteFailure(
          new IllegalStateException(
              "JRaft could not start group " + node.getGroupId() + ": its log says why"));
    } catch (RuntimeException | Error e) {
      created.noteFailure(e);
    } finally {
      opened.countDown();
    }
    created.tellFailure();
  }

  @Override
  public CompletionStage<ProposalResult> propose(long expectedTerm, byte[] entry) {
    ConsensusGroup.checkEntry(entry, settings.entryBytesMax());
    if (expectedTerm < 1 || !accepting) {
      return CompletableFuture.completedFuture(Proposal.NOT_APPENDED);
    }
    Proposal proposal = new Proposal(settings.proposalTimeout());
    proposals.add(proposal);
    proposal.result().whenComplete((known, failed) -> proposals.remove(proposal));
    try {
      node.apply(new Task(ByteBuffer.wrap(entry), proposal, expectedTerm));
    } catch (RuntimeException e) {
      proposal.lost("JRaft took no proposal: " + e.getMessage());
    }
    if (!accepting) {
      // It may have come after the last one that is told of the stop.
      proposal.lost("the group has stopped");
    }
    return proposal.result();
  }

  /** Votes and log are on the disk before they count. */
  @Override
  public boolean isDurableOnCommit() {
    return true;
  }

  @Override
  public CompletionStage<ChangeResult> changeMembers(MembershipChange change) {
    return accepting ? changes.apply(change) : notLeader();
  }

  @Override
  public CompletionStage<ChangeResult> transferLeadership(long nodeId) {
    GroupStateMachine current = machine;
    if (current == null || !accepting || !node.isLeader()) {
      return notLeader();
    }
    if (nodeId == settings.nodeId()) {
      return CompletableFuture.completedFuture(new ChangeResult.Done());
    }
    PeerId target = Members.find(node.getCurrentConf().getPeers(), nodeId);
    if (target == null) {
      return CompletableFuture.completedFuture(
          new ChangeResult.Failed("Expected a voter, but node " + nodeId + " is none"));
    }
    CompletableFuture<Long> next = current.nextLeader();
    Status status = node.transferLeadershipTo(target);
    if (!status.isOk()) {
      return CompletableFuture.completedFuture(MembershipChanges.result(status));
    }
    return next.<ChangeResult>thenApply(
            leader ->
                leader == nodeId
                    ? new ChangeResult.Done()
                    : new ChangeResult.Failed("node " + leader + " leads instead"))
        .completeOnTimeout(
            new ChangeResult.Failed("no leader is known yet"),
            settings.proposalTimeout().toMillis(),
            TimeUnit.MILLISECONDS);
  }

  @Override
  public CompletionStage<ChangeResult> takeSnapshot() {
    if (!accepting) {
      return CompletableFuture.completedFuture(new ChangeResult.Failed("the group does not run"));
    }
    return RaftNode.ask(node::snapshot)
        .toCompletableFuture()
        .<ChangeResult>thenApply(
            status ->
                status.isOk()
                    ? new ChangeResult.Done()
                    : new ChangeResult.Failed("JRaft says: " + status))
        .whenComplete((done, failed) -> schedule.startAt(storage.snapshotIndex()))
        .completeOnTimeout(
            new ChangeResult.Failed("no answer within " + settings.changeTimeout()),
            settings.changeTimeout().toMillis(),
            TimeUnit.MILLISECONDS);
  }

  @Override
  public GroupView view() {
    if (!accepting) {
      return new GroupView(storage.term(), 0, List.of(), 0, storage.snapshotIndex());
    }
    PeerId leader = node.getLeaderId();
    Configuration members = node.getCurrentConf();
    List<GroupMember> known = members == null ? List.of() : Members.members(members);
    return new GroupView(
        storage.term(),
        leader == null ? 0 : leader.getIdx(),
        known,
        committedIndex(),
        storage.snapshotIndex());
  }

  private long committedIndex() {
    try {
      return node.getLastCommittedIndex();
    } catch (IllegalStateException e) {
      return 0; // JRaft says so where its node has failed or is stopping.
    }
  }

  @Override
  public void stop(String cause) {
    GroupStateMachine current;
    boolean first;
    synchronized (this) {
      accepting = false;
      first = stopping.compareAndSet(false, true);
      current = machine;
    }
    if (first) {
      LOG.info("Group {} stops: {}", node.getGroupId(), cause);
    }
    if (current == null) {
      onStopped.run();
      return;
    }
    current.close();
    boolean fromListener = current.isCallingFrom(Thread.currentThread());
    if (first && fromListener) {
      // JRaft's thread ends only after this call of the listener's.
      JraftProcess.executor().execute(this::shutDown);
    } else if (first) {
      shutDown();
    } else if (!fromListener) {
      uninterruptibly(stopped::await);
    }
  }

  private void shutDown() {
    try {
      uninterruptibly(opened::await);
      node.shutdown();
      uninterruptibly(node::join);
    } finally {
      proposals.forEach(proposal -> proposal.lost("the group has stopped"));
      onStopped.run();
      stopped.countDown();
    }
  }

  /** Something that waits, and that may be called again where it was interrupted. */
  private interface Wait {
    void end() throws InterruptedException;
  }

  private static void uninterruptibly(Wait wait) {
    boolean interrupted = Thread.interrupted();
    boolean waiting = true;
    while (waiting) {
      try {
        wait.end();
        waiting = false;
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private static CompletionStage<ChangeResult> notLeader() {
    return CompletableFuture.completedFuture(new ChangeResult.NotLeader());
  }

  /** What the state machine asks for. */
  private final class Host implements GroupStateMachine.Host {

    @Override
    public void started() {
      // A node alone leads before its start has returned.
      if (!stopping.get()) {
        accepting = true;
      }
    }

    @Override
    public void snapshotDue() {
      JraftProcess.executor()
          .execute(
              () ->
                  RaftNode.ask(node::snapshot)
                      .thenAccept(
                          status -> {
                            schedule.ended();
                            if (!status.isOk()) {
                              LOG.warn("Group {} took no snapshot: {}", node.getGroupId(), status);
                            }
                          }));
    }

    @Override
    public void fail(Throwable cause) {
      JraftProcess.executor().execute(() -> RaftNode.fail(node, cause));
    }
  }
}
