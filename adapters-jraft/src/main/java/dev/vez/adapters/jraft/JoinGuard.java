package dev.vez.adapters.jraft;

import com.alipay.sofa.jraft.rpc.RpcRequests.AppendEntriesRequest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Keeps a node that waits to be added from voting and from standing for election until it has what
 * its leader had committed when it was first heard: JRaft lets a node vote with an empty log. A
 * file tells of the wait, so that a restart does not end it. Thread-safe.
 */
final class JoinGuard {

  private static final long UNHEARD = -1;

  private final Path marker;
  private volatile boolean waiting;
  private long committedAtFirst = UNHEARD;

  private JoinGuard(Path marker, boolean waiting) {
    this.marker = marker;
    this.waiting = waiting;
  }

  /**
   * The guard of a group's member.
   *
   * @param folder of the group
   * @param fresh whether the group has nothing in it yet
   * @param founder whether this node is among those that form the group
   */
  static JoinGuard of(Path folder, boolean fresh, boolean founder) {
    Path marker = folder.resolve("joining");
    try {
      if (fresh && !founder && !Files.exists(marker)) {
        Files.createFile(marker);
        SnapshotFolder.sync(folder);
      }
      return new JoinGuard(marker, Files.exists(marker));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  boolean isWaiting() {
    return waiting;
  }

  /**
   * This node has taken entries of its leader's, none or more.
   *
   * @return whether the wait ends with them: the log now reaches to an entry of the leader's own
   *     term, and to what was committed at first
   */
  synchronized boolean took(AppendEntriesRequest request) {
    if (!waiting) {
      return false;
    }
    if (committedAtFirst == UNHEARD) {
      committedAtFirst = request.getCommittedIndex();
    }
    int entries = request.getEntriesCount();
    long lastIndex = request.getPrevLogIndex() + entries;
    long lastTerm =
        entries == 0 ? request.getPrevLogTerm() : request.getEntries(entries - 1).getTerm();
    if (lastTerm != request.getTerm() || lastIndex < committedAtFirst) {
      return false;
    }
    try {
      Files.deleteIfExists(marker);
      SnapshotFolder.sync(marker.resolveSibling("."));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    waiting = false;
    return true;
  }
}
