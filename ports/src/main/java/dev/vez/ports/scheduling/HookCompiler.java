package dev.vez.ports.scheduling;

/** Compiles scripts. */
public interface HookCompiler {

  /**
   * Compiles a script that must define {@code on_enqueue(msg)}. Never throws for anything that is
   * in the source. May be called by several threads at once.
   */
  Compiled compileOnEnqueue(String source);

  /** What compiling gave. */
  sealed interface Compiled {

    /** A hook that is ready to run. */
    record Hook(EnqueueHook hook) implements Compiled {}

    /**
     * The script is not accepted.
     *
     * @param reason one line with the line number, for its author
     */
    record Refused(String reason) implements Compiled {}
  }
}
