package dev.vez.adapters.jraft;

import com.alipay.sofa.jraft.conf.Configuration;
import com.alipay.sofa.jraft.option.NodeOptions;
import com.alipay.sofa.jraft.option.RaftOptions;

/**
 * How JRaft is set for a group, and why.
 *
 * @param founders members of the group when it is new, none where this node waits to be added
 * @param priority of this node in elections
 */
record GroupOptions(JraftSettings settings, Configuration founders, int priority) {

  private static final int RING_SLOTS = 1024;
  private static final int SENT_AHEAD_MAX = 8;
  private static final int RPC_TIMEOUT_MS = 10_000;
  private static final int CONNECT_TIMEOUT_MS = 1000;
  private static final long CACHED_BYTES = 64L << 20;

  /** How far behind its leader a new voter may be, in entries. */
  private static final int CATCH_UP_MARGIN = 16;

  NodeOptions nodeOptions(GroupStorage storage, GroupStateMachine machine) {
    NodeOptions options = new NodeOptions();
    storage.configure(options);
    options.setFsm(machine);
    options.setInitialConf(founders);
    options.setElectionPriority(priority);
    options.setElectionTimeoutMs((int) settings.electionTimeout().toMillis());
    options.setCatchupMargin(CATCH_UP_MARGIN);
    options.setSnapshotIntervalSecs(0); // Taken by the number of entries instead.
    options.setRpcDefaultTimeout(RPC_TIMEOUT_MS);
    options.setRpcConnectTimeoutMs(CONNECT_TIMEOUT_MS);
    options.setSharedElectionTimer(true);
    options.setSharedVoteTimer(true);
    options.setSharedStepDownTimer(true);
    options.setSharedSnapshotTimer(true);
    options.setSharedTimerPool(true);
    options.setEnableMetrics(false);
    options.setRaftOptions(raftOptions());
    return options;
  }

  private RaftOptions raftOptions() {
    RaftOptions options = new RaftOptions();
    options.setSync(true);
    options.setSyncMeta(true);
    // Written by the leader, checked by followers and at each reading from the disk.
    options.setEnableLogEntryChecksum(true);
    options.setOpenStatistics(false);
    options.setMaxElectionDelayMs((int) settings.electionTimeout().toMillis() / 2);
    options.setDisruptorBufferSize(RING_SLOTS);
    // Each of them may hold one entry of the largest size.
    options.setMaxReplicatorInflightMsgs(SENT_AHEAD_MAX);
    options.setMaxLogsInMemoryBytes(2L * settings.entryBytesMax() + CACHED_BYTES);
    return options;
  }
}
