package dev.vez.adapters.luaj.source;

import org.jspecify.annotations.Nullable;

/**
 * Goes over the tokens of a script before it is compiled, for what LuaJ's scanner gets wrong: an
 * unfinished string or comment, a malformed number, an escape that Lua 5.2 does not have, and
 * operators of Lua 5.3 and later. It knows tokens only; grammar is the compiler's.
 */
final class SourceScanner {

  private static final char END = '\0';
  private static final String ESCAPES = "abfnrtv\\\"'";

  private final String source;
  private int at;
  private int line = 1;

  private SourceScanner(String source) {
    this.source = source;
  }

  /**
   * Checks a script.
   *
   * @throws SyntaxException at the first token that is not of Lua 5.2
   */
  static void check(String source) {
    new SourceScanner(source).run();
  }

  private void run() {
    if (peek(0) == '#') {
      skipLine();
    }
    while (at < source.length()) {
      char c = source.charAt(at);
      if (c == '\n') {
        line++;
        at++;
      } else if (c == '-' && peek(1) == '-') {
        skipComment();
      } else if (c == '"' || c == '\'') {
        skipString(c);
      } else if (c == '[' && longBracketLevel() >= 0) {
        skipLongBracket("string");
      } else if (isDigit(c) || (c == '.' && isDigit(peek(1)))) {
        skipNumber();
      } else if (isNameStart(c)) {
        skipName();
      } else {
        skipOperator(c);
      }
    }
  }

  private char peek(int ahead) {
    return at + ahead < source.length() ? source.charAt(at + ahead) : END;
  }

  private void skipLine() {
    while (at < source.length() && source.charAt(at) != '\n') {
      at++;
    }
  }

  private void skipName() {
    while (isNameStart(peek(0)) || isDigit(peek(0))) {
      at++;
    }
  }

  private void skipComment() {
    at += 2;
    if (peek(0) == '[' && longBracketLevel() >= 0) {
      skipLongBracket("comment");
    } else {
      skipLine();
    }
  }

  /** Number of equal signs in the long bracket that opens here, -1 if none does. */
  private int longBracketLevel() {
    int level = 0;
    while (peek(1 + level) == '=') {
      level++;
    }
    return peek(1 + level) == '[' ? level : -1;
  }

  private void skipLongBracket(String what) {
    int start = line;
    String closing = "]" + "=".repeat(longBracketLevel()) + "]";
    int end = source.indexOf(closing, at);
    if (end < 0) {
      throw SyntaxException.at(start, "this long " + what + " has no closing " + closing);
    }
    for (; at < end; at++) {
      if (source.charAt(at) == '\n') {
        line++;
      }
    }
    at += closing.length();
  }

  private void skipString(char quote) {
    int start = line;
    at++;
    while (peek(0) != quote || at >= source.length()) {
      if (at >= source.length() || peek(0) == '\n') {
        throw SyntaxException.at(start, "this string has no closing " + quote);
      }
      if (peek(0) == '\\') {
        skipEscape();
      } else {
        at++;
      }
    }
    at++;
  }

  private void skipEscape() {
    char escape = peek(1);
    at += 2;
    if (escape == '\n') {
      line++;
    } else if (escape == '\r') {
      // the line feed that follows, if one does, belongs to it
      if (peek(0) == '\n') {
        at++;
      }
      line++;
    } else if (escape == 'z') {
      skipBlanks();
    } else if (escape == 'x') {
      skipHexEscape();
    } else if (isDigit(escape)) {
      skipDecimalEscape(escape);
    } else if (escape == 'u') {
      throw later("\\u{...} in a string", "write the bytes as \\ddd or the character itself");
    } else if (at > source.length()) {
      throw SyntaxException.at(line, "the script ends within a string");
    } else if (ESCAPES.indexOf(escape) < 0) {
      throw SyntaxException.at(line, "Lua 5.2 has no escape \\" + escape + " in strings");
    }
  }

  private void skipBlanks() {
    while (at < source.length() && Character.isWhitespace(peek(0))) {
      if (peek(0) == '\n') {
        line++;
      }
      at++;
    }
  }

  private void skipHexEscape() {
    if (Character.digit(peek(0), 16) < 0 || Character.digit(peek(1), 16) < 0) {
      throw SyntaxException.at(line, "\\x in a string needs two hexadecimal digits");
    }
    at += 2;
  }

  private void skipDecimalEscape(char first) {
    int value = first - '0';
    for (int digits = 1; digits < 3 && isDigit(peek(0)); digits++) {
      value = value * 10 + peek(0) - '0';
      at++;
    }
    if (value > 255) {
      throw SyntaxException.at(line, "\\" + value + " in a string is above \\255");
    }
  }

  private void skipNumber() {
    int start = at;
    boolean hex = peek(0) == '0' && (peek(1) | 0x20) == 'x';
    char exponent = hex ? 'p' : 'e';
    while (isNameStart(peek(0)) || isDigit(peek(0)) || peek(0) == '.') {
      boolean mayHaveSign = (peek(0) | 0x20) == exponent;
      at++;
      if (mayHaveSign && (peek(0) == '+' || peek(0) == '-')) {
        at++;
      }
    }
    String number = source.substring(start, at);
    if (!number.matches(
        hex
            ? "0[xX](\\p{XDigit}++\\.?\\p{XDigit}*+|\\.\\p{XDigit}++)([pP][+-]?\\d++)?"
            : "(\\d++\\.?\\d*+|\\.\\d++)([eE][+-]?\\d++)?")) {
      throw SyntaxException.at(line, "malformed number '" + number + "'");
    }
    if (hex && number.indexOf('+') >= 0) {
      // LuaJ reads 0x1p+4 as 1.
      throw SyntaxException.at(
          line, "leave out the + in the number '" + number + "': it is not read correctly");
    }
  }

  private void skipOperator(char c) {
    char next = peek(1);
    if (c == '/' && next == '/') {
      throw later("the operator // (integer division)", "use math.floor(a / b)");
    }
    if (c == '&') {
      throw later("the operator &", null);
    }
    if (c == '|') {
      throw later("the operator |", null);
    }
    if (c == '~' && next != '=') {
      throw later("the operator ~", "'not equal' is ~=");
    }
    if (next == c && (c == '<' || c == '>')) {
      throw later("the operator " + c + c, "use a * 2^n or math.floor(a / 2^n)");
    }
    if (c == '<') {
      for (String attribute : new String[] {"<const>", "<close>"}) {
        if (source.startsWith(attribute, at)) {
          throw later("the attribute " + attribute + " of a local variable", "leave it out");
        }
      }
    }
    if (c == '.') {
      while (peek(0) == '.') {
        at++;
      }
      return;
    }
    // A comparison takes two characters; its second one must not be read again.
    at += next == '=' && "=~<>".indexOf(c) >= 0 ? 2 : 1;
  }

  private SyntaxException later(String construct, @Nullable String advice) {
    return SyntaxException.at(
        line,
        construct
            + " is of Lua 5.3 or later; Vez runs Lua 5.2, which does not have it"
            + (advice == null ? "" : ": " + advice));
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  private static boolean isNameStart(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
  }
}
