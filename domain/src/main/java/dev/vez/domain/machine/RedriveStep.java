package dev.vez.domain.machine;

import dev.vez.domain.message.MessageInfo;
import dev.vez.domain.record.FlowRecord;
import dev.vez.domain.record.RedriveRecord;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What one entry does for one redrive. */
final class RedriveStep {

  private static final int PAGE = 64;
  private static final long SECOND_MICROS = 1_000_000;

  private enum Pause {
    /** The redrive has moved as many as it should. */
    DONE,
    /** A limit of the entry, or of the rate. */
    LATER
  }

  private final QueueGroup group;
  private final Leases leases;
  private final Transfers transfers;
  private final HostedQueue queue;
  private final RedriveRecord before;
  private final long intervalMicros;
  private int left;
  private long moved;
  private long nextMicros;
  private @Nullable String afterKey;

  /**
   * A step that is yet to be run.
   *
   * @param queue the dead-letter queue
   * @param share messages to move and flows to look at, at most, 1 or greater
   */
  RedriveStep(
      QueueGroup group,
      Leases leases,
      Transfers transfers,
      HostedQueue queue,
      RedriveRecord before,
      int share) {
    this.group = group;
    this.leases = leases;
    this.transfers = transfers;
    this.queue = queue;
    this.before = before;
    this.intervalMicros =
        before.ratePerSecond() == 0 ? 0 : Math.ceilDiv(SECOND_MICROS, before.ratePerSecond());
    this.left = share;
    this.moved = before.moved();
    this.afterKey = before.afterKey();
    // What was missed for longer, as when no node led, is not made up for.
    this.nextMicros =
        intervalMicros == 0
            ? group.logTimeMicros // Behind the others that are due.
            : Math.max(before.nextMicros(), group.logTimeMicros - SECOND_MICROS);
  }

  /**
   * Moves what may be moved.
   *
   * @return whether the redrive is done
   */
  boolean run(HostedQueue parent) {
    String onlyKey = before.fairnessKey();
    if (onlyKey != null) {
      return drain(onlyKey, parent) != Pause.LATER;
    }
    while (left > 0) {
      List<FlowRecord> page = group.reader.readFlows(queue.id, afterKey, Math.min(left, PAGE));
      if (page.isEmpty()) {
        return true;
      }
      for (FlowRecord flow : page) {
        Pause pause = drain(flow.fairnessKey(), parent);
        if (pause != null) {
          return pause == Pause.DONE;
        }
        afterKey = flow.fairnessKey();
        // To look at a flow counts as a move; the last message of a key may have used up the share.
        left--;
        if (left <= 0) {
          return false;
        }
      }
    }
    return false;
  }

  /** The redrive as it is after this step. */
  RedriveRecord record(boolean isDone) {
    return new RedriveRecord(
        before.queue(),
        before.id(),
        before.parent(),
        before.limit(),
        before.fairnessKey(),
        before.ratePerSecond(),
        afterKey,
        moved,
        nextMicros,
        isDone);
  }

  /** Moves the messages of one key; gives nothing where it is through with it. */
  private @Nullable Pause drain(String key, HostedQueue parent) {
    Flow flow = queue.flows.get(key);
    while (flow != null && flow.pending > 0) {
      if (group.windows.peekFirst(flow).place().index() >= before.id().index()) {
        return null;
      }
      if (left <= 0 || !transfers.hasRoom() || nextMicros > group.logTimeMicros) {
        return Pause.LATER;
      }
      MessageInfo message = leases.takeHead(flow).message();
      group.changes.removeFailures(queue.sum, queue.id, message);
      transfers.move(flow, parent, message.withoutAttempts());
      left--;
      moved++;
      nextMicros += intervalMicros;
      if (moved == before.limit()) {
        return Pause.DONE;
      }
    }
    return null;
  }
}
