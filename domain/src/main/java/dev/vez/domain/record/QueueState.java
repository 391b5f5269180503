package dev.vez.domain.record;

/** Where a queue of the catalogue is in its life. */
public enum QueueState {
  /** In the catalogue, but its group has not confirmed it. */
  CREATING,
  /** Confirmed by its group. */
  ACTIVE,
  /** To be deleted by its group; its name is not free yet. */
  DELETING
}
