package dev.vez.adapters.jraft;

import java.nio.file.Path;
import java.time.Duration;
import java.util.regex.Pattern;

/**
 * How a node takes part in the groups of a cluster.
 *
 * @param clusterId told apart from other clusters by it: a letter, then up to 63 letters, digits,
 *     {@code -} and {@code _}. Nodes with another one are not listened to
 * @param nodeId this node, from 1 to 2,147,483,647; JRaft keeps it in every address of a log
 * @param address where other nodes reach this one, as {@code host:port}
 * @param listenAddress where this node listens, as {@code host:port}; the host may be 0.0.0.0
 * @param folder where the logs lie, in a folder for each group; created where missing
 * @param electionTimeout how long a follower waits for its leader before it asks for votes, and up
 *     to half as long again by chance; from 100 ms to 1 min. Entries hold up the heartbeats behind
 *     them: it must be longer than the largest one takes from node to node
 * @param snapshotEntries after how many entries a snapshot is taken, 1 or greater
 * @param entryBytesMax bytes of the largest entry, from 1 to 65 MiB
 * @param proposalTimeout after which a proposal without an answer is answered as unknown
 * @param changeTimeout after which a change of members without an answer has failed; a new voter is
 *     brought up to date within it
 */
public record JraftSettings(
    String clusterId,
    long nodeId,
    String address,
    String listenAddress,
    Path folder,
    Duration electionTimeout,
    long snapshotEntries,
    int entryBytesMax,
    Duration proposalTimeout,
    Duration changeTimeout) {

  /**
   * Bytes of the largest entry that JRaft is set up for: the largest message and what is around it.
   */
  public static final int ENTRY_BYTES_LIMIT = 65 << 20;

  private static final Pattern CLUSTER_ID = Pattern.compile("[A-Za-z][A-Za-z0-9_-]{0,63}");
  private static final Duration ELECTION_TIMEOUT_MIN = Duration.ofMillis(100);
  private static final Duration ELECTION_TIMEOUT_MAX = Duration.ofMinutes(1);

  public JraftSettings {
    if (!CLUSTER_ID.matcher(clusterId).matches()) {
      throw new IllegalArgumentException(
          "Expected a cluster id of a letter and up to 63 letters, digits, - and _, but got '"
              + clusterId
              + "'");
    }
    Members.checkNodeId(nodeId);
    if (Address.parse(address).isAny()) {
      throw new IllegalArgumentException(
          "Expected an address at which other nodes reach this one, but got " + address);
    }
    Address.parse(listenAddress);
    if (electionTimeout.compareTo(ELECTION_TIMEOUT_MIN) < 0
        || electionTimeout.compareTo(ELECTION_TIMEOUT_MAX) > 0) {
      throw new IllegalArgumentException(
          "Expected an election timeout from 100 ms to 1 min, but got " + electionTimeout);
    }
    if (snapshotEntries < 1) {
      throw new IllegalArgumentException(
          "Expected a snapshot after 1 or more entries, but got " + snapshotEntries);
    }
    if (entryBytesMax < 1 || entryBytesMax > ENTRY_BYTES_LIMIT) {
      throw new IllegalArgumentException(
          "Expected 1 to " + ENTRY_BYTES_LIMIT + " bytes an entry, but got " + entryBytesMax);
    }
    if (!proposalTimeout.isPositive() || !changeTimeout.isPositive()) {
      throw new IllegalArgumentException(
          "Expected timeouts above 0, but got "
              + proposalTimeout
              + " for proposals and "
              + changeTimeout
              + " for changes of members");
    }
  }

  /** Settings for a node that listens where others reach it, and the defaults for the rest. */
  public static JraftSettings of(String clusterId, long nodeId, String address, Path folder) {
    return new JraftSettings(
        clusterId,
        nodeId,
        address,
        address,
        folder,
        Duration.ofSeconds(1),
        100_000,
        5 << 20,
        Duration.ofSeconds(10),
        Duration.ofMinutes(10));
  }

  /** The same with another place to listen at. */
  public JraftSettings withListenAddress(String listen) {
    return new JraftSettings(
        clusterId,
        nodeId,
        address,
        listen,
        folder,
        electionTimeout,
        snapshotEntries,
        entryBytesMax,
        proposalTimeout,
        changeTimeout);
  }

  /** The same with another election timeout. */
  public JraftSettings withElectionTimeout(Duration timeout) {
    return new JraftSettings(
        clusterId,
        nodeId,
        address,
        listenAddress,
        folder,
        timeout,
        snapshotEntries,
        entryBytesMax,
        proposalTimeout,
        changeTimeout);
  }

  /** The same with snapshots after another number of entries. */
  public JraftSettings withSnapshotEntries(long entries) {
    return new JraftSettings(
        clusterId,
        nodeId,
        address,
        listenAddress,
        folder,
        electionTimeout,
        entries,
        entryBytesMax,
        proposalTimeout,
        changeTimeout);
  }

  /** The same with another limit of an entry. */
  public JraftSettings withEntryBytesMax(int bytes) {
    return new JraftSettings(
        clusterId,
        nodeId,
        address,
        listenAddress,
        folder,
        electionTimeout,
        snapshotEntries,
        bytes,
        proposalTimeout,
        changeTimeout);
  }

  /** The same with other timeouts. */
  public JraftSettings withTimeouts(Duration proposal, Duration change) {
    return new JraftSettings(
        clusterId,
        nodeId,
        address,
        listenAddress,
        folder,
        electionTimeout,
        snapshotEntries,
        entryBytesMax,
        proposal,
        change);
  }

  /** What a group is called between nodes. */
  String groupId(int group) {
    return clusterId + "-" + group;
  }

  /** Where a group's log, votes and snapshots lie. */
  Path groupFolder(int group) {
    return folder.resolve("group-" + group);
  }
}
