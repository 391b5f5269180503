package dev.vez.adapters.luaj.source;

import java.io.InputStream;

/**
 * The text of a script as LuaJ reads it. Counts lines, because LuaJ loses the line of some errors,
 * and gives up on a reader that does not stop at the end.
 */
// LuaJ reads byte by byte.
@SuppressWarnings("InputStreamSlowMultibyteRead")
final class SourceStream extends InputStream {

  private static final int READS_AFTER_END_MAX = 1_000;

  private final byte[] bytes;
  private int at;
  private int line = 1;
  private int readsAfterEnd;

  SourceStream(byte[] bytes) {
    this.bytes = bytes;
  }

  @Override
  public int read() {
    if (at == bytes.length) {
      if (++readsAfterEnd > READS_AFTER_END_MAX) {
        throw SyntaxException.at(line, "the script ends within a token");
      }
      return -1;
    }
    int next = bytes[at++] & 0xff;
    if (next == '\n') {
      line++;
    }
    return next;
  }

  /** Line that has been reached, from 1. */
  int line() {
    return line;
  }
}
