package dev.vez.app.config;

/** What replicates the groups of a cluster. */
public enum ConsensusLibrary {
  /** Apache Ratis. */
  RATIS,
  /** SOFAJRaft. */
  JRAFT
}
