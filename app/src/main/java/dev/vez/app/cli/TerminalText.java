package dev.vez.app.cli;

/** Makes text of others fit for a terminal. */
final class TerminalText {

  private TerminalText() {}

  /** A terminal takes control characters for commands: each is shown as a question mark. */
  static String of(String text) {
    StringBuilder visible = new StringBuilder();
    text.chars().forEach(c -> visible.append(Character.isISOControl(c) ? '?' : (char) c));
    return visible.toString();
  }
}
