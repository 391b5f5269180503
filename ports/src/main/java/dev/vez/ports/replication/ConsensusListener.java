package dev.vez.ports.replication;

/** Hears of a log. Called on one thread at a time and in log order; may block to push back. */
public interface ConsensusListener {

  /**
   * An entry is committed.
   *
   * @param index greater than that of every entry before it; indices have gaps
   * @param term the term stamped on it
   * @param entry never written to again
   */
  void onCommitted(long index, long term, byte[] entry);

  /**
   * This node leads, and all entries of earlier terms have been handed over. May repeat in a term.
   *
   * @param term greater than every earlier one, 1 or greater
   */
  void onLeaderReady(long term);

  /**
   * This node has ceased to lead.
   *
   * @param term the term in which it led
   */
  void onLeadershipLost(long term);

  /** The library has failed and the group cannot go on. */
  void onFailed(Throwable cause);
}
