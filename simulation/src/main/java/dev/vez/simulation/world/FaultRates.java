package dev.vez.simulation.world;

/**
 * How often things go wrong in one run. Those "one in" count scheduler events or calls of a port,
 * so that faults come where something is going on; 0 means never.
 *
 * @param crashOneInEvents crashes of any kind
 * @param crashInRecoveryPercent of all starts
 * @param shutdownOneInEvents orderly stops
 * @param downMillisMax how long a node stays down
 * @param powerLossInWriteOneIn of all writes
 * @param powerLossInSyncOneIn of all syncs
 * @param writeErrorOneIn of all writes
 * @param syncErrorOneIn of all syncs
 * @param readErrorOneIn of all reads
 * @param slowThreadOneInEvents threads that get no time
 * @param slowThreadMicrosMax for how long
 * @param slowSyncOneInEvents syncs that take long
 * @param slowSyncMicrosMax how long
 * @param clockJumpOneInEvents jumps of the wall clock while a node runs
 * @param clockJumpMillisMax how far, in both directions, also while it is down
 * @param clockDriftPpmMax by how much the clocks of a node run fast or slow, in millionths
 * @param networkMicrosMax delay of a request or an answer
 * @param requestLostPercent of all requests
 * @param answerLostPercent of all answers
 * @param halfOpenPercent of all clients that die
 * @param hookFailurePercent of all messages
 */
public record FaultRates(
    int crashOneInEvents,
    int crashInRecoveryPercent,
    int shutdownOneInEvents,
    long downMillisMax,
    int powerLossInWriteOneIn,
    int powerLossInSyncOneIn,
    int writeErrorOneIn,
    int syncErrorOneIn,
    int readErrorOneIn,
    int slowThreadOneInEvents,
    long slowThreadMicrosMax,
    int slowSyncOneInEvents,
    long slowSyncMicrosMax,
    int clockJumpOneInEvents,
    long clockJumpMillisMax,
    int clockDriftPpmMax,
    long networkMicrosMax,
    int requestLostPercent,
    int answerLostPercent,
    int halfOpenPercent,
    int hookFailurePercent) {

  /**
   * Draws which faults there are at all, and how often each strikes: a run with few kinds gets
   * further than one with all of them.
   */
  public static FaultRates draw(Chance chance) {
    boolean hasCrashes = chance.percent(70);
    return new FaultRates(
        hasCrashes ? chance.skewed(300, 20_000) : 0,
        sometimes(chance, 30, 1, 40),
        sometimes(chance, 25, 2_000, 40_000),
        chance.skewed(1L, 8_000L),
        sometimes(chance, 30, 50, 3_000),
        sometimes(chance, 30, 50, 3_000),
        sometimes(chance, 15, 200, 5_000),
        sometimes(chance, 15, 200, 5_000),
        sometimes(chance, 10, 100, 3_000),
        sometimes(chance, 60, 10, 500),
        chance.skewed(10L, 50_000L),
        sometimes(chance, 50, 20, 1_000),
        chance.skewed(100L, 300_000L),
        sometimes(chance, 40, 500, 10_000),
        chance.skewed(1L, 120_000L),
        sometimes(chance, 40, 1, 50_000),
        chance.skewed(0L, 30_000L),
        sometimes(chance, 40, 1, 15),
        sometimes(chance, 40, 1, 15),
        sometimes(chance, 50, 10, 100),
        sometimes(chance, 25, 1, 20));
  }

  private static int sometimes(Chance chance, int percent, int min, int max) {
    return chance.percent(percent) ? chance.skewed(min, max) : 0;
  }
}
