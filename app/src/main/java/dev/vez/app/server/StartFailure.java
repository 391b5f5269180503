package dev.vez.app.server;

/** The server cannot start. The message is for the user: what it could not do, and why. */
public final class StartFailure extends RuntimeException {

  private static final long serialVersionUID = 1L;

  StartFailure(String text) {
    super(text);
  }

  StartFailure(String text, Throwable cause) {
    super(text, cause);
  }
}
