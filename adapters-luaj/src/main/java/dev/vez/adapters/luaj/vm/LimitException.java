package dev.vez.adapters.luaj.vm;

/** A limit is used up. A script cannot catch it. */
public final class LimitException extends ScriptFailure {

  private static final long serialVersionUID = 1L;

  private final String problem;

  LimitException(String problem) {
    super(problem);
    this.problem = problem;
  }

  @Override
  String describe() {
    return problem;
  }
}
