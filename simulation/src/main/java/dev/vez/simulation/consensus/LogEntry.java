package dev.vez.simulation.consensus;

import dev.vez.ports.replication.GroupMember;
import java.util.List;

/** What a place in a log holds. */
sealed interface LogEntry {

  /** The term in which it was appended. */
  long term();

  /** What was proposed. */
  @SuppressWarnings("ArrayRecordComponent") // Never compared.
  record Proposed(long term, byte[] bytes) implements LogEntry {}

  /** What a leader appends first; the listener never sees it. */
  record Opening(long term) implements LogEntry {}

  /** Who the members are from here on; the listener never sees it. */
  record Members(long term, List<GroupMember> members) implements LogEntry {

    public Members {
      members = List.copyOf(members);
    }
  }
}
