package dev.vez.simulation.audit;

import java.util.List;

/**
 * What counting a store again gave.
 *
 * @param digestAgrees whether the kept digest is that of the records
 * @param misplaced messages, payloads, leases and counts that contradict each other, in words
 */
public record RecountResult(boolean digestAgrees, List<String> misplaced) {

  public RecountResult {
    misplaced = List.copyOf(misplaced);
  }
}
