package dev.vez.engine.hook;

/** What becomes of a message whose {@code on_enqueue} script fails or is bypassed. */
public enum OnError {

  /** It is accepted with the default key and weight, without throttle keys. */
  DEFAULT,

  /** It is refused, so that a broken script cannot lift rate limits. */
  REJECT
}
