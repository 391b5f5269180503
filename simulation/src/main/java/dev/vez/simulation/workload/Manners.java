package dev.vez.simulation.workload;

import dev.vez.simulation.world.Chance;

/**
 * How consumers behave. Percentages are of the messages that they get.
 *
 * @param windowMax room that they ask for
 * @param takeMicrosMax how long their transport needs to take a delivery
 * @param workMicrosMax how long they work on a message
 * @param nackPercent they give it up
 * @param silentPercent they never say anything
 * @param extendPercent they extend the lease first
 * @param zombiePercent they settle it long after the deadline
 * @param repeatPercent they settle it twice
 * @param namelessPercent they do not name their lease
 * @param lifeMillisMax how long they live, 0 for as long as the run
 */
record Manners(
    int windowMax,
    long takeMicrosMax,
    long workMicrosMax,
    int nackPercent,
    int silentPercent,
    int extendPercent,
    int zombiePercent,
    int repeatPercent,
    int namelessPercent,
    long lifeMillisMax) {

  /** They take and ack everything. */
  static final Manners HEALTHY = new Manners(50, 1_000, 1_000, 0, 0, 0, 0, 0, 0, 0);

  static Manners draw(Chance chance) {
    return new Manners(
        chance.skewed(1, 200),
        chance.skewed(0L, 20_000L),
        chance.skewed(0L, 3_000_000L),
        sometimes(chance, 60, 40),
        sometimes(chance, 50, 30),
        sometimes(chance, 40, 30),
        sometimes(chance, 50, 50),
        sometimes(chance, 40, 20),
        sometimes(chance, 50, 100),
        chance.percent(60) ? chance.skewed(50L, 20_000L) : 0);
  }

  private static int sometimes(Chance chance, int percent, int max) {
    return chance.percent(percent) ? chance.skewed(1, max) : 0;
  }
}
