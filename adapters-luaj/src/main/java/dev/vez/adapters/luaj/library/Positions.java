package dev.vez.adapters.luaj.library;

/** Positions in strings as Lua counts them: from 1, and from the end where negative. */
final class Positions {

  private Positions() {}

  /** Where a part starts, at least 1. */
  static long start(long position, int length) {
    if (position > 0) {
      return position;
    }
    return position == 0 || position < -length ? 1 : length + position + 1;
  }

  /** Where a part ends, at most {@code length}. */
  static long end(long position, int length) {
    if (position > length) {
      return length;
    }
    if (position >= 0) {
      return position;
    }
    return position < -length ? 0 : length + position + 1;
  }
}
