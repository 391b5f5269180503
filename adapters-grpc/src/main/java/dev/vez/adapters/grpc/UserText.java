package dev.vez.adapters.grpc;

/**
 * Makes text fit for a status. A status travels in HTTP/2 trailers, of which clients accept no more
 * than 8 KiB by default, written up to four times and in encodings that make it longer; and it ends
 * up in other people's logs. So what a client or a script wrote is cut and stripped of anything but
 * printable characters before it goes back.
 */
final class UserText {

  private static final int MAX_CHARS = 300;
  private static final char REPLACEMENT = '?';

  private UserText() {}

  /** At most 300 characters; what is not printable ASCII is shown as a question mark. */
  static String of(String text) {
    if (isFit(text)) {
      return text;
    }
    int length = Math.min(text.length(), MAX_CHARS);
    StringBuilder fit = new StringBuilder(length + 3);
    for (int i = 0; i < length; i++) {
      fit.append(isPrintable(text.charAt(i)) ? text.charAt(i) : REPLACEMENT);
    }
    return text.length() > MAX_CHARS ? fit.append("...").toString() : fit.toString();
  }

  private static boolean isFit(String text) {
    if (text.length() > MAX_CHARS) {
      return false;
    }
    for (int i = 0; i < text.length(); i++) {
      if (!isPrintable(text.charAt(i))) {
        return false;
      }
    }
    return true;
  }

  private static boolean isPrintable(char c) {
    return c >= ' ' && c <= '~';
  }
}
