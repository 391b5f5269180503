package dev.vez.adapters.luaj.vm;

/** Ends a script, or what is left of a protected call in it. Carries no stack trace. */
public abstract sealed class ScriptFailure extends RuntimeException
    permits ScriptException, LimitException {

  private static final long serialVersionUID = 1L;

  private int line;

  ScriptFailure(String message) {
    super(message, null, false, false);
  }

  /** Line of the script in which it happened; 0 where there is none. */
  public final int line() {
    return line;
  }

  /** Takes the first line that it hears of: that of the innermost function. */
  final void passes(int passedLine) {
    if (line == 0) {
      line = passedLine;
    }
  }

  /** One line for the script's author, without any content of a message. */
  public final String reason() {
    return placed(describe());
  }

  /** The same with what the script has said, which may hold content of a message. */
  public final String fullReason() {
    return placed(describeInFull());
  }

  abstract String describe();

  String describeInFull() {
    return describe();
  }

  private String placed(String text) {
    return line == 0 ? text : "line " + line + ": " + text;
  }
}
