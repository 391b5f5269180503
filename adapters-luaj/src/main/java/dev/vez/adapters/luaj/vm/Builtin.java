package dev.vez.adapters.luaj.vm;

/** A function of the library, written in Java. Shared by all scripts, so it keeps no state. */
public final class Builtin implements FunctionValue {

  /** What it does. */
  @FunctionalInterface
  public interface Body {

    /**
     * Runs within an execution. Work that grows with the arguments must be paid for at {@link
     * Execution#meter} before it is done.
     *
     * @return the results, never written to afterwards
     */
    Value[] call(Execution execution, Arguments arguments);
  }

  private final String name;
  private final Body body;

  /**
   * A function.
   *
   * @param name as errors about its arguments give it
   */
  public Builtin(String name, Body body) {
    this.name = name;
    this.body = body;
  }

  Value[] call(Execution execution, Value[] arguments) {
    return body.call(execution, new Arguments(execution, name, arguments));
  }
}
