package dev.vez.engine.hook;

/** The hooks that a queue may have. */
public enum HookKind {
  ON_ENQUEUE("on_enqueue", "the messages get the default key and weight"),
  ON_FAILURE("on_failure", "the messages are retried at once");

  private final String function;
  private final String fallback;

  HookKind(String function, String fallback) {
    this.function = function;
    this.fallback = fallback;
  }

  /** The function that a script must define. */
  public String function() {
    return function;
  }

  /** What becomes of messages where it fails, for the log. */
  String fallback(OnError onError) {
    return this == ON_ENQUEUE && onError == OnError.REJECT ? "the messages are refused" : fallback;
  }
}
