package dev.vez.simulation.consensus;

import dev.vez.simulation.world.Chance;

/**
 * How a consensus library behaves in one run. Those "one in" count proposals or messages; 0 means
 * never.
 *
 * @param delayMicrosMax how long a message between two members takes
 * @param proposalLostOneIn proposals that get lost before they are appended
 * @param proposalLateOneIn proposals that are appended late, perhaps in a later term
 * @param answeredUnknownOneIn proposals whose outcome is not told though they may be committed
 * @param messageLostOneIn messages between members
 * @param snapshotEntries entries after which a snapshot is taken
 * @param keptEntriesMax entries behind a snapshot that may stay in the log
 */
public record ConsensusRates(
    long delayMicrosMax,
    int proposalLostOneIn,
    int proposalLateOneIn,
    int answeredUnknownOneIn,
    int messageLostOneIn,
    int snapshotEntries,
    int keptEntriesMax) {

  /** Draws how it behaves. */
  public static ConsensusRates draw(Chance chance) {
    return new ConsensusRates(
        chance.skewed(100L, 20_000L),
        chance.percent(50) ? chance.skewed(20, 1_000) : 0,
        chance.percent(50) ? chance.skewed(20, 1_000) : 0,
        chance.percent(50) ? chance.skewed(20, 1_000) : 0,
        chance.percent(50) ? chance.skewed(20, 1_000) : 0,
        chance.skewed(10, 400),
        chance.skewed(0, 20));
  }
}
