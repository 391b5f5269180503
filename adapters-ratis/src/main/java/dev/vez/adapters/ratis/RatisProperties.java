package dev.vez.adapters.ratis;

import java.io.File;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.ratis.conf.RaftProperties;
import org.apache.ratis.grpc.GrpcConfigKeys;
import org.apache.ratis.server.RaftServerConfigKeys;
import org.apache.ratis.server.RaftServerConfigKeys.Log;
import org.apache.ratis.util.SizeInBytes;
import org.apache.ratis.util.TimeDuration;

/** Settings in the library's words. Everything on which safety depends is set, default or not. */
final class RatisProperties {

  /** What Ratis puts around an entry in its log. */
  private static final int ENTRY_OVERHEAD_BYTES = 64 * 1024;

  /** What gRPC must carry beyond the entries of one request; Ratis insists on 1 MiB. */
  private static final int REQUEST_OVERHEAD_BYTES = 2 << 20;

  private static final int PENDING_BYTES_MIN = 16 << 20;
  private static final int SNAPSHOT_CHUNK_BYTES = 1 << 20;
  private static final int SNAPSHOT_CHUNKS_IN_FLIGHT = 2;

  private RatisProperties() {}

  static RaftProperties of(RatisSettings settings) {
    RaftProperties properties = new RaftProperties();
    rpc(properties, settings);
    log(properties, settings.limits());
    snapshots(properties, settings);
    return properties;
  }

  /**
   * Where groups are kept. While a Ratis server is built this must be an empty folder: it would
   * open every group that it finds, before anybody listens.
   */
  static void setFolder(RaftProperties properties, File folder) {
    RaftServerConfigKeys.setStorageDir(properties, List.of(folder));
  }

  private static void rpc(RaftProperties properties, RatisSettings settings) {
    GrpcConfigKeys.Server.setHost(properties, settings.host());
    GrpcConfigKeys.Server.setPort(properties, settings.port());
    int entryBytes = entryBytes(settings.limits());
    GrpcConfigKeys.setMessageSizeMax(
        properties, SizeInBytes.valueOf(entryBytes + REQUEST_OVERHEAD_BYTES));
    GrpcConfigKeys.Server.setLeaderOutstandingAppendsMax(properties, 4);
    TimeDuration min = millis(settings.timing().electionTimeoutMillis());
    TimeDuration max = millis(settings.timing().electionTimeoutMillis() * 3 / 2);
    RaftServerConfigKeys.Rpc.setTimeoutMin(properties, min);
    RaftServerConfigKeys.Rpc.setTimeoutMax(properties, max);
    RaftServerConfigKeys.Rpc.setFirstElectionTimeoutMin(properties, min);
    RaftServerConfigKeys.Rpc.setFirstElectionTimeoutMax(properties, max);
    RaftServerConfigKeys.Rpc.setRequestTimeout(properties, millis(3_000));
    RaftServerConfigKeys.LeaderElection.setPreVote(properties, true);
    RaftServerConfigKeys.LeaderElection.setLeaderStepDownWaitTime(properties, max);
    RaftServerConfigKeys.Notification.setNoLeaderTimeout(properties, min);
    // A long pause must cost the leadership, never the server.
    RaftServerConfigKeys.setCloseThreshold(properties, TimeDuration.valueOf(1, TimeUnit.DAYS));
    // A new member may miss the first snapshot, because it is just being started.
    RaftServerConfigKeys.setStagingTimeout(
        properties,
        millis(
            10 * settings.timing().electionTimeoutMillis()
                + 2 * settings.timing().snapshotTimeoutMillis()));
    RaftServerConfigKeys.setStagingCatchupGap(properties, 100);
    // Every call has an id of its own, so nothing is ever found there.
    RaftServerConfigKeys.RetryCache.setExpiryTime(properties, millis(1_000));
  }

  private static void log(RaftProperties properties, RatisSettings.Limits limits) {
    SizeInBytes entryBytes = SizeInBytes.valueOf(entryBytes(limits));
    SizeInBytes pendingBytes =
        SizeInBytes.valueOf(Math.max(PENDING_BYTES_MIN, 3L * entryBytes(limits)));
    Log.setUnsafeFlushEnabled(properties, false);
    Log.setAsyncFlushEnabled(properties, false);
    Log.setCorruptionPolicy(properties, Log.CorruptionPolicy.EXCEPTION);
    // They only tell followers early what is committed, and cost as many entries again.
    Log.setLogMetadataEnabled(properties, false);
    Log.setSegmentSizeMax(properties, SizeInBytes.valueOf(limits.segmentBytesMax()));
    Log.setPreallocatedSize(
        properties, SizeInBytes.valueOf(Math.min(limits.segmentBytesMax(), 1 << 20)));
    Log.setSegmentCacheNumMax(properties, 2);
    Log.setSegmentCacheSizeMax(properties, SizeInBytes.valueOf(2L * limits.segmentBytesMax()));
    Log.Appender.setBufferByteLimit(properties, entryBytes);
    Log.Appender.setBufferElementLimit(properties, 64);
    Log.setWriteBufferSize(properties, SizeInBytes.valueOf(entryBytes(limits) + 8));
    Log.setQueueByteLimit(properties, pendingBytes);
    RaftServerConfigKeys.Write.setByteLimit(properties, pendingBytes);
  }

  private static void snapshots(RaftProperties properties, RatisSettings settings) {
    RatisSettings.Limits limits = settings.limits();
    RaftServerConfigKeys.Snapshot.setAutoTriggerEnabled(properties, true);
    RaftServerConfigKeys.Snapshot.setAutoTriggerThreshold(properties, limits.snapshotThreshold());
    RaftServerConfigKeys.Snapshot.setTriggerWhenStopEnabled(properties, false);
    RaftServerConfigKeys.Snapshot.setTriggerWhenRemoveEnabled(properties, false);
    RaftServerConfigKeys.Snapshot.setRetentionFileNum(properties, 1);
    // A member that is down must not keep the logs of the others.
    Log.setPurgeUptoSnapshotIndex(properties, true);
    Log.setPurgePreservationLogNum(properties, limits.entriesKept());
    Log.setPurgeGap(properties, 1);
    Log.Appender.setInstallSnapshotEnabled(properties, true);
    Log.Appender.setSnapshotChunkSizeMax(properties, SizeInBytes.valueOf(SNAPSHOT_CHUNK_BYTES));
    // Ratis multiplies them. Where a transfer breaks it waits that long for room to send more.
    GrpcConfigKeys.Server.setInstallSnapshotRequestElementLimit(
        properties, SNAPSHOT_CHUNKS_IN_FLIGHT);
    GrpcConfigKeys.Server.setInstallSnapshotRequestTimeout(
        properties, millis(settings.timing().snapshotTimeoutMillis() / SNAPSHOT_CHUNKS_IN_FLIGHT));
  }

  private static int entryBytes(RatisSettings.Limits limits) {
    return limits.entryBytesMax() + ENTRY_OVERHEAD_BYTES;
  }

  private static TimeDuration millis(int value) {
    return TimeDuration.valueOf(value, TimeUnit.MILLISECONDS);
  }
}
