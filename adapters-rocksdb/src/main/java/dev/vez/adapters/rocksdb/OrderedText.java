package dev.vez.adapters.rocksdb;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * Text within a key. Each of its UTF-8 bytes is stored plus one, then comes a zero. UTF-8 never
 * uses 255, so nothing overflows; the zero is below every byte of the text, so a text comes right
 * before those of which it is a prefix, and the whole is ordered by UTF-8 bytes. Any text may be
 * stored, NUL included, and it grows by one byte only.
 */
final class OrderedText {

  private static final byte END = 0;
  private static final int UTF8_BYTES_PER_CHAR_MAX = 3;

  private OrderedText() {}

  /** Bytes that a text takes at most. */
  static int sizeMax(String text) {
    return text.length() * UTF8_BYTES_PER_CHAR_MAX + 1;
  }

  /**
   * Writes a text.
   *
   * @throws IllegalArgumentException if it holds half of a surrogate pair, which no UTF-8 has
   */
  static void put(String text, ByteBuffer target) {
    int length = text.length();
    for (int i = 0; i < length; i++) {
      char unit = text.charAt(i);
      if (unit < 0x80) {
        put(unit, target);
      } else if (unit < 0x800) {
        put(0xC0 | (unit >> 6), target);
        put(0x80 | (unit & 0x3F), target);
      } else if (!Character.isSurrogate(unit)) {
        put(0xE0 | (unit >> 12), target);
        put(0x80 | ((unit >> 6) & 0x3F), target);
        put(0x80 | (unit & 0x3F), target);
      } else {
        int codePoint = text.codePointAt(i);
        if (!Character.isSupplementaryCodePoint(codePoint)) {
          throw new IllegalArgumentException(
              "Expected text of whole characters, but got half of a surrogate pair at " + i);
        }
        put(0xF0 | (codePoint >> 18), target);
        put(0x80 | ((codePoint >> 12) & 0x3F), target);
        put(0x80 | ((codePoint >> 6) & 0x3F), target);
        put(0x80 | (codePoint & 0x3F), target);
        i++;
      }
    }
    target.put(END);
  }

  /** Reads a text that {@link #put} wrote. */
  static String get(ByteBuffer source) {
    int start = source.position();
    while (source.get() != END) {
      // Only looking for the end.
    }
    var bytes = new byte[source.position() - 1 - start];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) (source.get(start + i) - 1);
    }
    return new String(bytes, StandardCharsets.UTF_8);
  }

  private static void put(int utf8, ByteBuffer target) {
    target.put((byte) (utf8 + 1));
  }
}
