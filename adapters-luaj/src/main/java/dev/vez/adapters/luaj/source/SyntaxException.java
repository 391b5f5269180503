package dev.vez.adapters.luaj.source;

/** A script does not compile. The message is one line with the line number, for its author. */
public final class SyntaxException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  SyntaxException(String message) {
    super(message, null, false, false);
  }

  static SyntaxException at(int line, String problem) {
    return new SyntaxException("line " + line + ": " + problem);
  }

  /** The reason; never null. */
  public String reason() {
    return String.valueOf(getMessage());
  }
}
