package dev.vez.engine.group;

/** Hears of every change of a group's status, on a thread of the group; must be short. */
@FunctionalInterface
public interface StatusListener {

  /**
   * The status has changed.
   *
   * @param group number of the group, 0 for meta
   */
  void changed(int group, GroupStatus status);
}
