package dev.vez.app.cli;

/** A command failed. The message is all that the user sees, after {@code Error:}. */
public final class CommandFailure extends RuntimeException {

  private static final long serialVersionUID = 1L;

  public CommandFailure(String text) {
    super(text);
  }

  public CommandFailure(String text, Throwable cause) {
    super(text, cause);
  }
}
