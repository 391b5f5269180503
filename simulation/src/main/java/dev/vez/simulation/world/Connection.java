package dev.vez.simulation.world;

/**
 * A client's connection to one incarnation of a node. What goes in one direction arrives in order,
 * if it arrives; with the node, or once it is broken off, nothing does.
 */
public final class Connection {

  /** Once faults are over. */
  private static final long CALM_MICROS_MAX = 1_000;

  private final World world;
  private final SimulatedNode node;
  private final int incarnation;
  private final long number;
  private long lastAtNode;
  private long lastAtClient;
  private boolean brokenOff;

  /** Connects to a node as it is now. */
  public Connection(World world, SimulatedNode node) {
    this.world = world;
    this.node = node;
    this.incarnation = node.incarnation();
    this.number = world.nextNumber();
  }

  /** Identifies it among all. */
  public long number() {
    return number;
  }

  public int incarnation() {
    return incarnation;
  }

  public SimulatedNode node() {
    return node;
  }

  /** Whether anything can still get through. */
  public boolean isOpen() {
    return !brokenOff && node.isAlive(incarnation);
  }

  /** Sends a request. */
  public void toNode(Runnable arrival) {
    Faults faults = world.faults();
    if (faults.strikesPercent(faults.rates().requestLostPercent())) {
      faults.count(FaultKind.REQUEST_LOST);
      return;
    }
    long at = Math.max(lastAtNode, arrivalNanos());
    lastAtNode = at;
    later(at, arrival);
  }

  /** Sends an answer. */
  public void toClient(Runnable arrival) {
    Faults faults = world.faults();
    if (faults.strikesPercent(faults.rates().answerLostPercent())) {
      faults.count(FaultKind.ANSWER_LOST);
      return;
    }
    long at = Math.max(lastAtClient, arrivalNanos());
    lastAtClient = at;
    later(at, arrival);
  }

  /** The client is gone; the node learns of that in its own time. */
  public void breakOff() {
    brokenOff = true;
  }

  private long arrivalNanos() {
    // Whole steps, so that arrivals meet each other.
    Faults faults = world.faults();
    long microsMax = faults.areOver() ? CALM_MICROS_MAX : faults.rates().networkMicrosMax();
    long steps = world.chance().skewed(0, microsMax / 100);
    return world.nowNanos() + steps * 100_000;
  }

  private void later(long atNanos, Runnable arrival) {
    world.afterMicros(
        (atNanos - world.nowNanos()) / 1_000,
        () -> {
          if (isOpen()) {
            arrival.run();
          }
        });
  }
}
