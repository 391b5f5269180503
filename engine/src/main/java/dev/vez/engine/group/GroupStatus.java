package dev.vez.engine.group;

/** How a group is doing on this node. */
public sealed interface GroupStatus {

  /** Opening its store, or waiting for a leader. */
  record Starting() implements GroupStatus {}

  /** This node leads it and takes requests. */
  record Serving(long term) implements GroupStatus {}

  /**
   * Another node leads it, and this one follows.
   *
   * @param leaderNodeId that node
   */
  record Following(long leaderNodeId) implements GroupStatus {}

  /** This node does not lead it, and does not know who does. */
  record NotLeading() implements GroupStatus {}

  /**
   * It has stopped for good, until the process starts again.
   *
   * @param cause what went wrong
   */
  record Failed(Throwable cause) implements GroupStatus {}

  /** It was stopped as asked. */
  record Stopped() implements GroupStatus {}
}
