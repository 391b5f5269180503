package dev.vez.simulation.consensus;

import dev.vez.ports.recovery.AppliedPosition;
import dev.vez.ports.replication.ChangeResult;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** Hands committed entries to the listener, in order and once each, and snapshots among them. */
final class HandingOver {

  private static final long NO_ROOM_MICROS = 500;

  private final RaftMember member;
  private final RaftNetwork network;
  private final RaftDisk disk;
  private final Proposals proposals;
  private final BooleanSupplier hasRoom;
  private final List<CompletableFuture<ChangeResult>> waitForSnapshot = new ArrayList<>();
  private long handedOver;
  private long readyTerm;

  /** Not before it has begun, nor while a snapshot takes the place of the state. */
  private boolean blocked = true;

  private boolean snapshotting;
  private boolean waitsForRoom;

  /**
   * Nothing handed over beyond what the store holds.
   *
   * @param hasRoom whether the listener takes another entry without blocking
   */
  HandingOver(
      RaftMember member,
      RaftNetwork network,
      RaftDisk disk,
      Proposals proposals,
      long appliedIndex,
      BooleanSupplier hasRoom) {
    this.member = member;
    this.network = network;
    this.disk = disk;
    this.proposals = proposals;
    this.handedOver = appliedIndex;
    this.hasRoom = hasRoom;
  }

  /** Loads the snapshot where the store is behind it. */
  void begin() {
    Snapshot kept = disk.snapshot();
    if (!member.isAlive()) {
      return;
    }
    if (kept != null && kept.position().index() > handedOver) {
      load(kept, () -> {});
    } else {
      blocked = false;
      pump();
    }
  }

  /** A leader has sent a snapshot. */
  void install(Snapshot received, Runnable then) {
    if (received.position().index() <= member.commitIndex()) {
      then.run();
    } else if (!blocked) {
      disk.install(received);
      load(received, then);
    }
  }

  /** Hands over what is committed. */
  void pump() {
    while (member.isAlive() && !blocked && handedOver < member.commitIndex()) {
      long index = handedOver + 1;
      switch (disk.entry(index)) {
        case LogEntry.Proposed(var term, var bytes) -> {
          if (!hasRoom.getAsBoolean()) {
            waitForRoom();
            return;
          }
          handedOver = index;
          handOver(index, term, bytes);
        }
        case LogEntry.Opening _, LogEntry.Members _ -> handedOver = index;
      }
      Leading leading = member.leading();
      if (leading != null) {
        leading.committed(index);
      }
    }
    sayReady();
    snapshotSometimes();
  }

  CompletionStage<ChangeResult> takeSnapshot() {
    CompletableFuture<ChangeResult> result = new CompletableFuture<>();
    if (!member.isAlive()) {
      result.complete(new ChangeResult.Failed("the member has stopped"));
      return result;
    }
    waitForSnapshot.add(result);
    if (!snapshotting && !blocked) {
      snapshot();
    }
    return result;
  }

  private void handOver(long index, long term, byte[] bytes) {
    boolean answersFirst = network.world().chance().percent(50);
    if (answersFirst) {
      proposals.decided(index, term);
    }
    member.listener().onCommitted(index, term, bytes);
    if (!answersFirst) {
      proposals.decided(index, term);
    }
  }

  private void waitForRoom() {
    if (!waitsForRoom) {
      waitsForRoom = true;
      network
          .world()
          .afterMicros(
              NO_ROOM_MICROS,
              () -> {
                waitsForRoom = false;
                pump();
              });
    }
  }

  private void sayReady() {
    Leading leading = member.leading();
    if (leading != null
        && member.isAlive()
        && !blocked
        && readyTerm < member.term()
        && handedOver >= leading.openingIndex()) {
      readyTerm = member.term();
      member.listener().onLeaderReady(readyTerm);
    }
  }

  private void load(Snapshot snapshot, Runnable then) {
    blocked = true;
    CompletionStage<AppliedPosition> _ =
        member
            .listener()
            .onSnapshotInstalled(snapshot.folder())
            .whenComplete(
                (position, failure) ->
                    network
                        .world()
                        .afterMicros(
                            0,
                            () -> {
                              if (member.isAlive() && failure == null) {
                                loaded(snapshot, position, then);
                              }
                            }));
  }

  private void loaded(Snapshot snapshot, AppliedPosition position, Runnable then) {
    if (!position.equals(snapshot.position())) {
      throw new IllegalStateException(
          "Expected the snapshot at " + snapshot.position() + ", but got one at " + position);
    }
    handedOver = position.index();
    blocked = false;
    then.run();
    pump();
  }

  private void snapshotSometimes() {
    if (member.isAlive()
        && !snapshotting
        && !blocked
        && handedOver - disk.snapshotIndex() >= network.rates().snapshotEntries()) {
      snapshot();
    }
  }

  private void snapshot() {
    snapshotting = true;
    long barrier = handedOver;
    List<CompletableFuture<ChangeResult>> waiting = List.copyOf(waitForSnapshot);
    waitForSnapshot.clear();
    Path folder = network.nextSnapshot(member.nodeId(), member.group());
    CompletionStage<AppliedPosition> _ =
        member
            .listener()
            .onSnapshotRequested(folder)
            .whenComplete(
                (position, failure) ->
                    network
                        .world()
                        .afterMicros(
                            0,
                            () -> {
                              if (member.isAlive()) {
                                taken(folder, failure == null ? position : null, barrier, waiting);
                              }
                            }));
  }

  private void taken(
      Path folder,
      @Nullable AppliedPosition position,
      long barrier,
      List<CompletableFuture<ChangeResult>> waiting) {
    snapshotting = false;
    if (position == null) {
      waiting.forEach(it -> it.complete(new ChangeResult.Failed("the state could not be copied")));
      return;
    }
    if (position.index() > barrier) {
      throw new IllegalStateException(
          "Expected nothing above entry " + barrier + " in a snapshot, but got " + position);
    }
    if (position.index() >= disk.purgedUpTo() && position.index() > disk.snapshotIndex()) {
      int kept = network.rates().keptEntriesMax();
      disk.keep(
          new Snapshot(folder, position, disk.membersAt(position.index())),
          kept == 0 ? 0 : network.world().chance().between(0, kept));
    }
    waiting.forEach(it -> it.complete(new ChangeResult.Done()));
    if (!waitForSnapshot.isEmpty()) {
      snapshot();
    }
  }
}
