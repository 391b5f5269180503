package dev.vez.simulation.world;

/** What can go wrong. */
public enum FaultKind {
  /** The node loses power: nothing that was not synced survives. */
  POWER_LOSS,
  /** The node loses power while its disk writes back: each store keeps a part of its tail. */
  TORN_POWER_LOSS,
  /** The process dies; what it wrote survives. */
  PROCESS_KILL,
  /** The power goes in the middle of writing an entry. */
  POWER_LOSS_IN_WRITE,
  /** The power goes in the middle of a sync. */
  POWER_LOSS_IN_SYNC,
  /** The node dies again before it has recovered. */
  CRASH_IN_RECOVERY,
  /** The node is told to stop in good order. */
  SHUTDOWN,
  WRITE_ERROR,
  SYNC_ERROR,
  READ_ERROR,
  /** A thread of the node gets no time for a while. */
  SLOW_THREAD,
  /** A sync takes its time. */
  SLOW_SYNC,
  CLOCK_JUMP,
  /** The clocks of a node run fast or slow. */
  CLOCK_DRIFT,
  REQUEST_LOST,
  ANSWER_LOST,
  CLIENT_DIED,
  /** A client died, and the node learns of it late. */
  HALF_OPEN,
  /** A consumer settles under a lease that it should have given up. */
  ZOMBIE_SETTLES,
  HOOK_FAILURE,
  /** A script would never end, and is stopped. */
  RUNAWAY_SCRIPT,
  /** A proposal never reaches the log. */
  PROPOSAL_LOST,
  /** A proposal reaches the log late, perhaps in a later term. */
  PROPOSAL_LATE,
  /** A proposal was appended in another term than it was made for. */
  OTHER_TERM,
  /** A proposal is appended, and its proposer never learns whether it is committed. */
  ANSWERED_UNKNOWN,
  /** A member campaigns though there is a leader. */
  LEADER_CHANGE,
  /** Leadership is handed over in good order. */
  TRANSFER,
  /** Links between nodes are cut, in one direction or both. */
  PARTITION,
  /** A node leaves the cluster's groups, or comes back. */
  MEMBERSHIP_CHANGE
}
