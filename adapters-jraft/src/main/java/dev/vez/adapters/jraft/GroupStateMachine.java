package dev.vez.adapters.jraft;

import com.alipay.sofa.jraft.Closure;
import com.alipay.sofa.jraft.Iterator;
import com.alipay.sofa.jraft.Status;
import com.alipay.sofa.jraft.core.StateMachineAdapter;
import com.alipay.sofa.jraft.entity.LeaderChangeContext;
import com.alipay.sofa.jraft.error.RaftError;
import com.alipay.sofa.jraft.error.RaftException;
import com.alipay.sofa.jraft.storage.snapshot.SnapshotReader;
import com.alipay.sofa.jraft.storage.snapshot.SnapshotWriter;
import dev.vez.ports.recovery.AppliedPosition;
import dev.vez.ports.replication.ConsensusListener;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes what JRaft says to the listener. JRaft calls on one thread of the group's, which the
 * listener may hold up; it only logs what its callbacks throw, so each is caught here and stops the
 * group.
 */
final class GroupStateMachine extends StateMachineAdapter {

  private static final Logger LOG = LoggerFactory.getLogger(GroupStateMachine.class);

  /** What the group does at the state machine's request. Called on JRaft's thread. */
  interface Host {

    /** JRaft takes proposals from now on. */
    void started();

    /** Has JRaft take a snapshot, soon and on another thread. */
    void snapshotDue();

    /** Makes JRaft's node fail, on another thread. */
    void fail(Throwable cause);
  }

  private final long nodeId;
  private final ConsensusListener listener;
  private final SnapshotSchedule schedule;
  private final Host host;
  private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
  private final AtomicReference<@Nullable CompletableFuture<Long>> leaderWatch =
      new AtomicReference<>();
  private final AtomicReference<@Nullable CompletableFuture<AppliedPosition>> awaited =
      new AtomicReference<>();
  private volatile boolean closed;
  private volatile @Nullable Thread thread;
  private boolean failureTold;
  private long leadsInTerm;

  /** Index of the last entry that the listener was given, or that its store held already. */
  private long handedOver;

  GroupStateMachine(
      long nodeId,
      long appliedIndex,
      ConsensusListener listener,
      SnapshotSchedule schedule,
      Host host) {
    this.nodeId = nodeId;
    this.handedOver = appliedIndex;
    this.listener = listener;
    this.schedule = schedule;
    this.host = host;
  }

  /** Says nothing more to the listener, but for a call that is under way, and waits for nothing. */
  void close() {
    closed = true;
    CompletableFuture<AppliedPosition> current = awaited.get();
    if (current != null) {
      current.completeExceptionally(new CancellationException("the group has stopped"));
    }
  }

  /** Whether the caller is within a call to the listener. */
  boolean isCallingFrom(Thread caller) {
    return caller == thread;
  }

  /** Completes with the next leader that this node hears of, itself included. */
  CompletableFuture<Long> nextLeader() {
    CompletableFuture<Long> watch = new CompletableFuture<>();
    CompletableFuture<Long> earlier = leaderWatch.getAndSet(watch);
    if (earlier != null) {
      earlier.complete(0L);
    }
    return watch;
  }

  @Override
  public void onApply(Iterator entries) {
    thread = Thread.currentThread();
    while (entries.hasNext()) {
      try {
        if (!closed) {
          apply(entries);
        }
      } catch (Throwable cause) {
        noteFailure(cause);
        entries.setErrorAndRollback(1, status(cause));
        return;
      }
      entries.next();
    }
  }

  /** An entry without content, which the listener does not hear of. */
  static ByteBuffer nudge() {
    return ByteBuffer.allocate(0);
  }

  private void apply(Iterator entries) {
    long index = entries.getIndex();
    long term = entries.getTerm();
    if (!entries.getData().hasRemaining()) {
      return; // A nudge: an entry of the library's own, like those for its members.
    }
    if (index > handedOver) {
      listener.onCommitted(index, term, bytes(entries.getData()));
      handedOver = index;
    } else if (entries.done() != null) {
      throw new IllegalStateException(
          "Expected new entries after entry "
              + handedOver
              + ", which the store holds, but got entry "
              + index
              + ": the store and the log are not of the same group");
    }
    if (entries.done() instanceof Proposal proposal) {
      proposal.committed(index, term);
    }
    if (schedule.isDue(index)) {
      host.snapshotDue();
    }
  }

  @Override
  public void onLeaderStart(long term) {
    tell(
        () -> {
          host.started();
          leadsInTerm = term;
          listener.onLeaderKnown(nodeId);
          listener.onLeaderReady(term);
          tellWatch(nodeId);
        });
  }

  @Override
  public void onLeaderStop(Status status) {
    tell(
        () -> {
          long term = leadsInTerm;
          leadsInTerm = 0;
          if (term > 0) {
            listener.onLeaderKnown(0);
            listener.onLeadershipLost(term);
          }
        });
  }

  @Override
  public void onStartFollowing(LeaderChangeContext context) {
    tell(
        () -> {
          long leader = context.getLeaderId().getIdx();
          listener.onLeaderKnown(leader);
          tellWatch(leader);
        });
  }

  @Override
  public void onStopFollowing(LeaderChangeContext context) {
    tell(() -> listener.onLeaderKnown(0));
  }

  @Override
  public void onSnapshotSave(SnapshotWriter writer, Closure done) {
    CompletableFuture<AppliedPosition> taken = new CompletableFuture<>();
    long expected = handedOver;
    CompletionStage<AppliedPosition> stage = taken;
    stage.whenCompleteAsync(
        (position, failed) -> done.run(finish(writer, expected, position, failed)),
        JraftProcess.executor());
    boolean asked =
        tell(
            () ->
                listener
                    .onSnapshotRequested(SnapshotFolder.store(writer.getPath()))
                    .whenComplete((position, failed) -> settle(taken, position, failed)));
    if (!asked || !await(taken)) {
      taken.completeExceptionally(new CancellationException("the group has stopped"));
    }
  }

  /** Gives a checkpoint to JRaft. */
  private Status finish(
      SnapshotWriter writer,
      long expected,
      @Nullable AppliedPosition position,
      @Nullable Throwable failed) {
    awaited.set(null);
    if (position == null) {
      LOG.warn("No snapshot was taken", failed);
      return status(failed == null ? new IllegalStateException("no position") : failed);
    }
    if (position.index() != expected) {
      // JRaft labels the snapshot with its own last index and purges the log up to it.
      return new Status(
          RaftError.EINVAL,
          "Expected a checkpoint that holds entry %d, which was the last one, but it holds %d",
          expected,
          position.index());
    }
    try {
      SnapshotFolder.finish(writer, position);
      return Status.OK();
    } catch (IOException | RuntimeException | Error e) {
      LOG.warn("A snapshot could not be kept", e);
      return status(e);
    }
  }

  @Override
  public boolean onSnapshotLoad(SnapshotReader reader) {
    thread = Thread.currentThread();
    try {
      schedule.startAt(reader.load().getLastIncludedIndex());
      AppliedPosition position = SnapshotFolder.position(reader.getPath());
      if (position.index() <= handedOver) {
        return true;
      }
      install(reader, position);
      return true;
    } catch (IOException | RuntimeException | Error e) {
      noteFailure(e);
      return false;
    }
  }

  private void install(SnapshotReader reader, AppliedPosition position) {
    if (closed) {
      throw new CancellationException("the group has stopped");
    }
    CompletableFuture<AppliedPosition> installed = new CompletableFuture<>();
    if (!await(installed)) {
      throw new CancellationException("the group has stopped");
    }
    listener
        .onSnapshotInstalled(SnapshotFolder.store(reader.getPath()))
        .whenComplete((held, failed) -> settle(installed, held, failed));
    AppliedPosition held = installed.join();
    awaited.set(null);
    if (held.index() != position.index()) {
      throw new IllegalStateException(
          "Expected a snapshot that holds entry "
              + position.index()
              + " as the last one, but it holds "
              + held.index());
    }
    handedOver = held.index();
  }

  @Override
  public void onError(RaftException error) {
    failure.compareAndSet(null, error);
    tellFailure();
  }

  /** The group cannot go on; said once. On JRaft's thread, or before that runs. */
  void tellFailure() {
    Throwable cause = failure.get();
    if (cause != null && !closed && !failureTold) {
      failureTold = true;
      listener.onFailed(cause);
    }
  }

  void noteFailure(Throwable cause) {
    failure.compareAndSet(null, cause);
  }

  /** Whether the listener was called, and has not thrown. */
  private boolean tell(Runnable call) {
    thread = Thread.currentThread();
    if (closed || failure.get() != null) {
      return false;
    }
    try {
      call.run();
      return true;
    } catch (Throwable cause) {
      noteFailure(cause);
      host.fail(cause);
      return false;
    }
  }

  /** Lets {@link #close} end what is waited for; false where it has done so already. */
  private boolean await(CompletableFuture<AppliedPosition> future) {
    awaited.set(future);
    return !closed;
  }

  private void tellWatch(long leader) {
    CompletableFuture<Long> watch = leaderWatch.getAndSet(null);
    if (watch != null) {
      watch.complete(leader);
    }
  }

  private static void settle(
      CompletableFuture<AppliedPosition> future,
      @Nullable AppliedPosition position,
      @Nullable Throwable failed) {
    if (position == null) {
      future.completeExceptionally(
          failed == null ? new IllegalStateException("Expected a position, but got none") : failed);
    } else {
      future.complete(position);
    }
  }

  private static byte[] bytes(ByteBuffer data) {
    if (data.hasArray() && data.arrayOffset() == 0 && data.remaining() == data.array().length) {
      return data.array();
    }
    byte[] copy = new byte[data.remaining()];
    data.duplicate().get(copy);
    return copy;
  }

  private static Status status(Throwable cause) {
    return new Status(RaftError.ESTATEMACHINE, "%s", cause);
  }
}
