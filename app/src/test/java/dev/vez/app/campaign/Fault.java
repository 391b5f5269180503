package dev.vez.app.campaign;

/** What a {@link Nemesis} can do. */
enum Fault {
  /** {@code kill -9} of a node that leads, and a restart. */
  KILL_LEADER,
  /** {@code kill -9} of a node that follows, and a restart. */
  KILL_FOLLOWER,
  /** {@code kill -9} of all nodes at once, and a restart. */
  KILL_ALL,
  /** SIGSTOP of a node that leads, for 0.1 to 10 s. */
  PAUSE_LEADER,
  /** SIGSTOP of any node, for 0.1 to 10 s. */
  PAUSE_ANY,
  /** A node that leads is cut off from both others. */
  ISOLATE_LEADER,
  /** Any node is cut off from both others. */
  ISOLATE_ANY,
  /** A node hears the others and is not heard, or the other way round. */
  ONE_WAY,
  /** Two nodes reach each other no more, but both reach the third. */
  BRIDGE,
  /** All that a node sends and receives takes longer. */
  SLOW,
  /** A leader is cut off and connected again, several times. */
  FLAP,
  /** A node loses its disk, is removed and joins again. */
  WIPE,
  /** A node is down until the others have purged what it needs, so that it gets a snapshot. */
  LAG,
  /** All nodes are stopped and started, one after the other. */
  ROLLING_RESTART,
  /** A node is removed while it runs, and joins again. */
  REMOVE_AND_JOIN,
  /** Leaderships are handed to whomever. */
  TRANSFER
}
