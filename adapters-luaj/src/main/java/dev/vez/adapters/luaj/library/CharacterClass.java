package dev.vez.adapters.luaj.library;

/** The classes of Lua patterns, {@code %a} to {@code %x}, for ASCII as in C's own locale. */
final class CharacterClass {

  private CharacterClass() {}

  /**
   * Whether {@code %<name>} contains a character. An upper-case letter is the complement of its
   * lower-case one; what is not a letter stands for itself.
   */
  static boolean contains(int name, int c) {
    boolean contained =
        switch (name | 0x20) {
          case 'a' -> isLetter(c);
          case 'c' -> c < ' ' || c == 127;
          case 'd' -> isDigit(c);
          case 'g' -> c > ' ' && c < 127;
          case 'l' -> c >= 'a' && c <= 'z';
          case 'p' -> c > ' ' && c < 127 && !isLetter(c) && !isDigit(c);
          case 's' -> c == ' ' || (c >= '\t' && c <= '\r');
          case 'u' -> c >= 'A' && c <= 'Z';
          case 'w' -> isLetter(c) || isDigit(c);
          case 'x' -> isDigit(c) || ((c | 0x20) >= 'a' && (c | 0x20) <= 'f');
          default -> name == c;
        };
    return isUpperCaseClass(name) != contained;
  }

  private static boolean isUpperCaseClass(int name) {
    return name >= 'A' && name <= 'Z' && "ACDGLPSUWX".indexOf(name) >= 0;
  }

  private static boolean isLetter(int c) {
    return (c | 0x20) >= 'a' && (c | 0x20) <= 'z';
  }

  private static boolean isDigit(int c) {
    return c >= '0' && c <= '9';
  }
}
