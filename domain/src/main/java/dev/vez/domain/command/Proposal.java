package dev.vez.domain.command;

import java.util.List;

/**
 * What a leader proposes as one log entry.
 *
 * @param expectedTerm the term in which the leader proposes it; stamped with another, the entry has
 *     no effect
 * @param sequence numbers the proposals of one leader in one term, from 1
 * @param logTimeMicros log time of the entry in microseconds since the epoch
 * @param commands run in order
 */
public record Proposal(
    long expectedTerm, long sequence, long logTimeMicros, List<Command> commands) {
  public Proposal {
    commands = List.copyOf(commands);
  }
}
