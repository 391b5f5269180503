package dev.vez.adapters.ratis;

import java.nio.file.Path;

/**
 * How a node takes part.
 *
 * @param clusterId the same on all nodes of a cluster and on no other; groups of different clusters
 *     never talk to each other
 * @param nodeId this node, 1 or greater
 * @param host where the library listens
 * @param port where the library listens, 1 to 65535
 * @param folder where logs and snapshots are kept; created where it is missing
 * @param timing how long things may take
 * @param limits what may grow how far
 */
public record RatisSettings(
    String clusterId,
    long nodeId,
    String host,
    int port,
    Path folder,
    Timing timing,
    Limits limits) {

  /**
   * How long things may take. Ratis sends a heartbeat every half of the shortest election timeout.
   *
   * @param electionTimeoutMillis shortest time without a leader after which a node stands for
   *     election, 100 to 60,000; the longest is half as long again
   * @param proposalTimeoutMillis after which a proposal is answered as unknown, 1 or more
   * @param changeTimeoutMillis after which a change of members, a transfer or a snapshot on request
   *     is given up, 1 or more; a new voter must have caught up by then
   * @param snapshotTimeoutMillis how long a follower may take for a part of a snapshot, 1,000 to
   *     600,000: the last part must be enough to sync all of it. A transfer that broke is repeated,
   *     and the follower hears of the leader again, only after that
   */
  public record Timing(
      int electionTimeoutMillis,
      int proposalTimeoutMillis,
      int changeTimeoutMillis,
      int snapshotTimeoutMillis) {

    /** For nodes that may be busy for a second. */
    public static final Timing DEFAULT = new Timing(1_000, 10_000, 600_000, 30_000);

    /** With the default for snapshots. */
    public Timing(int electionTimeoutMillis, int proposalTimeoutMillis, int changeTimeoutMillis) {
      this(
          electionTimeoutMillis,
          proposalTimeoutMillis,
          changeTimeoutMillis,
          DEFAULT.snapshotTimeoutMillis());
    }

    public Timing {
      require("election timeout in ms", electionTimeoutMillis, 100, 60_000);
      require("proposal timeout in ms", proposalTimeoutMillis, 1, Integer.MAX_VALUE);
      require("change timeout in ms", changeTimeoutMillis, 1, Integer.MAX_VALUE);
      require("snapshot timeout in ms", snapshotTimeoutMillis, 1_000, 600_000);
    }
  }

  /**
   * What may grow how far. A group takes about {@code entryBytesMax} of memory outside the heap for
   * its log.
   *
   * @param entryBytesMax bytes of the largest entry, 65,536 to 68,157,440
   * @param snapshotThreshold log entries after which a snapshot is taken, 1 or more
   * @param entriesKept log entries that stay for followers who lag, at most; 0 or more. A segment
   *     is purged only as a whole
   * @param segmentBytesMax bytes after which a file of the log is closed, 65,536 to 1 GiB
   */
  public record Limits(
      int entryBytesMax, int snapshotThreshold, int entriesKept, int segmentBytesMax) {

    /** For messages of up to 4 MiB. */
    public static final Limits DEFAULT = new Limits(5 << 20, 100_000, 10_000, 16 << 20);

    public Limits {
      require("bytes of the largest entry", entryBytesMax, 65_536, 65 << 20);
      require("snapshot threshold in entries", snapshotThreshold, 1, Integer.MAX_VALUE);
      require("entries kept", entriesKept, 0, Integer.MAX_VALUE);
      require("bytes of a log segment", segmentBytesMax, 65_536, 1 << 30);
    }
  }

  public RatisSettings {
    if (clusterId.isEmpty()) {
      throw new IllegalArgumentException("Expected a cluster id");
    }
    if (nodeId < 1) {
      throw new IllegalArgumentException("Expected a node id of 1 or more, but got " + nodeId);
    }
    require("port", port, 1, 65_535);
  }

  private static void require(String what, int value, int min, int max) {
    if (value < min || value > max) {
      throw new IllegalArgumentException(
          "Expected " + what + " from " + min + " to " + max + ", but got " + value);
    }
  }
}
