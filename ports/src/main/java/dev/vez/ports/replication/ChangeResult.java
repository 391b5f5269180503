package dev.vez.ports.replication;

/** What is known of a change of members or of leader. */
public sealed interface ChangeResult {

  /** Carried out. */
  record Done() implements ChangeResult {}

  /** This node does not lead the group; certainly nothing was changed. */
  record NotLeader() implements ChangeResult {}

  /**
   * Not carried out, or not known to be. Reading {@link GroupView} tells what holds.
   *
   * @param why for the administrator
   */
  record Failed(String why) implements ChangeResult {}
}
