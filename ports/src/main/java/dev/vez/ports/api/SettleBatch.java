package dev.vez.ports.api;

import java.util.List;

/**
 * Settlements of messages of one queue. Those of one message take effect in their order only where
 * they are of one kind.
 *
 * @param queue name of the queue
 * @param settlements at most {@link #SETTLEMENTS_MAX}
 * @param isBoundedBySource whether whoever sends it bounds what it has waiting, as streams do; then
 *     it counts against no limit on requests that wait
 */
public record SettleBatch(String queue, List<Settlement> settlements, boolean isBoundedBySource) {

  /** Settlements of one batch at most. */
  public static final int SETTLEMENTS_MAX = 4_096;

  public SettleBatch {
    settlements = List.copyOf(settlements);
  }
}
