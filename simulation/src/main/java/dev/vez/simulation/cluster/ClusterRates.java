package dev.vez.simulation.cluster;

import dev.vez.simulation.consensus.ConsensusRates;
import dev.vez.simulation.world.Chance;

/**
 * What goes wrong between the nodes of one run. Those "one in" count scheduler events; 0 means
 * never.
 *
 * @param leaderChangeOneInEvents campaigns against a leader that is well
 * @param transferOneInEvents leaderships handed over in good order
 * @param partitionOneInEvents cuts of links between nodes
 * @param partitionMillisMax how long they last
 * @param membershipChangeOneInEvents nodes that leave a group or come back
 * @param consensus how the library behaves
 */
public record ClusterRates(
    int leaderChangeOneInEvents,
    int transferOneInEvents,
    int partitionOneInEvents,
    long partitionMillisMax,
    int membershipChangeOneInEvents,
    ConsensusRates consensus) {

  /** Draws them. */
  public static ClusterRates draw(Chance chance) {
    return new ClusterRates(
        chance.percent(60) ? chance.skewed(300, 10_000) : 0,
        chance.percent(40) ? chance.skewed(500, 10_000) : 0,
        chance.percent(50) ? chance.skewed(500, 10_000) : 0,
        chance.skewed(10L, 8_000L),
        chance.percent(25) ? chance.skewed(1_000, 20_000) : 0,
        ConsensusRates.draw(chance));
  }
}
