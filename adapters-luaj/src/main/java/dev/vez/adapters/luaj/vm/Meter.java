package dev.vez.adapters.luaj.vm;

/**
 * What one run may still use. Work is paid for before it is done, in steps of about an instruction
 * and in bytes allocated, garbage included. So the end of a script depends on the script and its
 * input alone, never on how busy the machine is.
 */
public final class Meter {

  /** Nested calls at most, as in Lua's own limit for C functions. */
  static final int DEPTH_MAX = 200;

  private static final int BYTES_PER_STEP_SHIFT = 4;

  private final String stepsProblem;
  private final String bytesProblem;
  private long steps;
  private long bytes;
  private int depth;

  /**
   * A full meter.
   *
   * @param steps instructions, or work that takes about as long
   * @param stepsLimit name of the limit that they come from
   * @param bytes to be allocated
   * @param bytesLimit name of the limit that they come from
   */
  public Meter(long steps, String stepsLimit, long bytes, String bytesLimit) {
    this.steps = steps;
    this.bytes = bytes;
    this.stepsProblem = "took more than the " + steps + " steps that " + stepsLimit + " allows";
    this.bytesProblem = "used more than the " + bytes + " bytes that " + bytesLimit + " allows";
  }

  /** Steps that are left, 0 or more. */
  public long stepsLeft() {
    return Math.max(0, steps);
  }

  /** Bytes that are left, 0 or more. */
  public long bytesLeft() {
    return Math.max(0, bytes);
  }

  /** Pays for one instruction. */
  void step() {
    if (--steps < 0) {
      throw new LimitException(stepsProblem);
    }
  }

  /** Pays for work, {@code amount} in instructions, 0 or more. */
  public void spend(long amount) {
    steps -= amount;
    if (steps < 0) {
      throw new LimitException(stepsProblem);
    }
  }

  /** Pays for going over {@code amount} bytes, as in a comparison. */
  public void pass(long amount) {
    spend(amount >> BYTES_PER_STEP_SHIFT);
  }

  /** Pays for {@code amount} bytes of memory, and for filling them. */
  public void allocate(long amount) {
    bytes -= amount;
    if (bytes < 0) {
      throw new LimitException(bytesProblem);
    }
    pass(amount);
  }

  /** Gives back memory that the script cannot have kept, such as a buffer of ours. */
  public void release(long amount) {
    bytes += amount;
  }

  /** Enters a call; {@link #leave} must follow unless this throws. */
  void enter() {
    if (depth == DEPTH_MAX) {
      throw ScriptException.of("stack overflow: more than " + DEPTH_MAX + " nested calls");
    }
    depth++;
  }

  void leave() {
    depth--;
  }
}
