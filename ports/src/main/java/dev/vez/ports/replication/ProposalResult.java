package dev.vez.ports.replication;

/** What is known of a proposal. */
public sealed interface ProposalResult {

  /**
   * Its place in the log is decided.
   *
   * @param index its log index
   * @param term the term stamped on it; where that is not the expected one, it has no effect
   */
  record Committed(long index, long term) implements ProposalResult {}

  /**
   * Certainly not appended.
   *
   * @param leaderHint client address of the leader as {@code host:port}, empty where not known
   */
  record NotLeader(String leaderHint) implements ProposalResult {}

  /**
   * It may be committed later, or never.
   *
   * @param why for the log
   */
  record Unknown(String why) implements ProposalResult {}
}
