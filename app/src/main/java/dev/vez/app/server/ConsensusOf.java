package dev.vez.app.server;

import dev.vez.adapters.jraft.JraftConsensusGroups;
import dev.vez.adapters.jraft.JraftSettings;
import dev.vez.adapters.ratis.RatisConsensusGroups;
import dev.vez.adapters.ratis.RatisSettings;
import dev.vez.app.config.ClusterConfig;
import dev.vez.app.config.Config;
import dev.vez.ports.replication.ConsensusGroups;
import java.nio.file.Path;

/** The consensus library that the configuration names, for a node of a cluster. */
final class ConsensusOf {

  /** A log entry holds a message and what the engine says of it. */
  private static final int ENTRY_ROOM_BYTES = 1 << 20;

  /** Largest entry that either library is set up for. */
  private static final int ENTRY_BYTES_LIMIT = 65 << 20;

  private ConsensusOf() {}

  /** Begins to listen to the other nodes. */
  static ConsensusGroups member(ClusterMember member, Config config, Path folder) {
    return switch (member.config().consensus()) {
      case RATIS -> new RatisConsensusGroups(ratis(member, config, folder));
      case JRAFT -> new JraftConsensusGroups(jraft(member, config, folder));
    };
  }

  private static RatisSettings ratis(ClusterMember member, Config config, Path folder) {
    ClusterConfig cluster = member.config();
    RatisSettings.Timing timing = RatisSettings.Timing.DEFAULT;
    RatisSettings.Limits limits = RatisSettings.Limits.DEFAULT;
    return new RatisSettings(
        member.setup().clusterId(),
        cluster.nodeId(),
        cluster.bindAddress().host(),
        cluster.bindAddress().port(),
        folder,
        new RatisSettings.Timing(
            Math.toIntExact(cluster.electionTimeout().toMillis()),
            timing.proposalTimeoutMillis(),
            timing.changeTimeoutMillis()),
        new RatisSettings.Limits(
            entryBytes(config),
            cluster.snapshotEntries(),
            Math.min(limits.entriesKept(), cluster.snapshotEntries()),
            limits.segmentBytesMax()));
  }

  private static JraftSettings jraft(ClusterMember member, Config config, Path folder) {
    ClusterConfig cluster = member.config();
    return JraftSettings.of(
            member.setup().clusterId(),
            cluster.nodeId(),
            cluster.advertiseAddress().toString(),
            folder)
        .withListenAddress(cluster.bindAddress().toString())
        .withElectionTimeout(cluster.electionTimeout())
        .withSnapshotEntries(cluster.snapshotEntries())
        .withEntryBytesMax(entryBytes(config));
  }

  private static int entryBytes(Config config) {
    return Math.min(ENTRY_BYTES_LIMIT, config.server().maxMessageBytes() + ENTRY_ROOM_BYTES);
  }
}
