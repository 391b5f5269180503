package dev.vez.simulation.audit;

import java.util.List;

/**
 * What counting a store again gave.
 *
 * @param digestAgrees whether the kept digest is that of the records
 * @param misplaced messages, payloads, leases and counts that contradict each other, in words
 * @param idle queues that could deliver and do not, in words
 */
public record RecountResult(boolean digestAgrees, List<String> misplaced, List<String> idle) {

  public RecountResult {
    misplaced = List.copyOf(misplaced);
    idle = List.copyOf(idle);
  }
}
