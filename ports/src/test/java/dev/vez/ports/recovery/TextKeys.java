package dev.vez.ports.recovery;

import java.util.List;

/** Text that careless encodings of keys confuse or put out of order. */
public final class TextKeys {

  /** The greatest length of a fairness key, in UTF-8 bytes. */
  private static final int BYTES_MAX = 1_024;

  /**
   * Prefixes of each other, NUL, what looks like an escape of NUL, what UTF-16 orders otherwise
   * than UTF-8 (a character beyond U+FFFF against U+FFFF), and the longest that are allowed.
   */
  public static final List<String> HARD_TO_KEEP_APART =
      List.of(
          "",
          "\0",
          "\0\0",
          "\0\1",
          "\1",
          "\1\1",
          "\1\2",
          "\2",
          "a",
          "a\0",
          "a\0\0",
          "a\0b",
          "a\1",
          "ab",
          "b",
          "\u007f",
          "\u0080",
          "é",
          "\u00ff",
          "日本",
          "\uFFFF",
          "\uD83D\uDE00",
          "\uD83D\uDE00\uD83D\uDE00",
          "\uDBFF\uDFFF",
          "x".repeat(BYTES_MAX),
          "x".repeat(BYTES_MAX - 1),
          "x".repeat(BYTES_MAX - 1) + "\0",
          "\0".repeat(BYTES_MAX),
          "\uDBFF\uDFFF".repeat(BYTES_MAX / 4));

  private TextKeys() {}
}
