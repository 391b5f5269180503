package dev.vez.ports.scheduling;

/**
 * Compiles scripts. Never throws for anything that is in the source. May be called by several
 * threads at once.
 */
public interface HookCompiler {

  /** Compiles a script that must define {@code on_enqueue(msg)}. */
  Compiled<EnqueueHook> compileOnEnqueue(String source);

  /** Compiles a script that must define {@code on_failure(msg)}. */
  Compiled<FailureHook> compileOnFailure(String source);

  /**
   * What compiling gave.
   *
   * @param <H> the type of the hook
   */
  sealed interface Compiled<H> {

    /** A hook that is ready to run. */
    record Hook<H>(H hook) implements Compiled<H> {}

    /**
     * The script is not accepted.
     *
     * @param reason one line with the line number, for its author
     */
    record Refused<H>(String reason) implements Compiled<H> {}
  }
}
