package dev.vez.domain.record;

/** What a node is in a cluster. */
public enum MemberRole {
  /** Votes in the meta group and may host data groups. */
  VOTER,
  /** Follows the meta group and hosts no data group. */
  LEARNER
}
