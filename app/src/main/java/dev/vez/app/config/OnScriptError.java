package dev.vez.app.config;

/** What becomes of a message whose {@code on_enqueue} script fails or is bypassed. */
public enum OnScriptError {
  /** It is accepted with the default key and weight. */
  DEFAULT,
  /** It is refused. */
  REJECT
}
