package dev.vez.engine.service;

/** Measures and cuts text without encoding it. */
final class Utf8 {

  private Utf8() {}

  /** Bytes that the text takes in UTF-8; half a surrogate pair counts as three. */
  static long sizeOf(String text) {
    long size = text.length();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c >= 0x80) {
        size += c < 0x800 ? 1 : 2;
        if (Character.isHighSurrogate(c)
            && i + 1 < text.length()
            && Character.isLowSurrogate(text.charAt(i + 1))) {
          i++; // Four bytes for two characters.
        }
      }
    }
    return size;
  }

  /** The longest beginning of the text that takes at most {@code bytesMax} bytes in UTF-8. */
  static String cut(String text, int bytesMax) {
    long size = 0;
    int end = 0;
    while (end < text.length()) {
      int next = text.offsetByCodePoints(end, 1);
      size += sizeOf(text.substring(end, next));
      if (size > bytesMax) {
        return text.substring(0, end);
      }
      end = next;
    }
    return text;
  }
}
