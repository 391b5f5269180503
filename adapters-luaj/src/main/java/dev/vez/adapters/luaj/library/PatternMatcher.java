package dev.vez.adapters.luaj.library;

import dev.vez.adapters.luaj.vm.Execution;
import dev.vez.adapters.luaj.vm.Meter;
import dev.vez.adapters.luaj.vm.NumberValue;
import dev.vez.adapters.luaj.vm.ScriptException;
import dev.vez.adapters.luaj.vm.StringValue;
import dev.vez.adapters.luaj.vm.Value;
import java.util.Arrays;

/**
 * Matches Lua patterns (Lua 5.2 reference manual, section 6.4.1) by backtracking. Each character
 * that is tried costs a step, so a pattern that would backtrack for ever runs out of them.
 */
final class PatternMatcher {

  /** No match. */
  static final int NONE = -1;

  private static final int CAPTURES_MAX = 32;
  private static final int DEPTH_MAX = 200;
  private static final int UNCLOSED = -1;
  private static final int POSITION = -2;
  private static final int SET_SHIFT = 2;

  private final Execution execution;
  private final Meter meter;
  private final byte[] source;
  private final byte[] pattern;
  private final int[] captureStarts = new int[CAPTURES_MAX];
  private final int[] captureLengths = new int[CAPTURES_MAX];
  private int captures;
  private int depth;

  PatternMatcher(Execution execution, StringValue source, StringValue pattern) {
    this.execution = execution;
    this.meter = execution.meter();
    this.source = source.bytes();
    this.pattern = pattern.bytes();
  }

  /** Whether the pattern matches at its first place only. */
  boolean isAnchored() {
    return pattern.length > 0 && pattern[0] == '^';
  }

  /** End of the match that starts at {@code from}, {@link #NONE} if there is none. */
  int matchAt(int from) {
    captures = 0;
    depth = 0;
    return match(from, isAnchored() ? 1 : 0);
  }

  /** As {@link #matchAt}, where {@code ^} stands for itself. */
  int matchUnanchoredAt(int from) {
    captures = 0;
    depth = 0;
    return match(from, 0);
  }

  /** Number of captures of the last match. */
  int captures() {
    return captures;
  }

  /** All captures of the last match; the whole match if the pattern has none. */
  Value[] captured(int from, int to) {
    int count = Math.max(1, captures);
    Value[] values = new Value[count];
    for (int index = 0; index < count; index++) {
      values[index] = captured(index, from, to);
    }
    return values;
  }

  /** A capture of the last match, from 0; the first one is the whole match if there are none. */
  Value captured(int index, int from, int to) {
    if (index >= captures) {
      if (index == 0) {
        return slice(from, to);
      }
      throw ScriptException.of("invalid capture index");
    }
    int length = captureLengths[index];
    if (length == POSITION) {
      return NumberValue.of(captureStarts[index] + 1);
    }
    if (length == UNCLOSED) {
      throw ScriptException.of("unfinished capture");
    }
    return slice(captureStarts[index], captureStarts[index] + length);
  }

  private StringValue slice(int from, int to) {
    return execution.newString(Arrays.copyOfRange(source, from, to));
  }

  private int match(int start, int patternStart) {
    if (++depth > DEPTH_MAX) {
      throw ScriptException.of("pattern too complex");
    }
    try {
      return matchHere(start, patternStart);
    } finally {
      depth--;
    }
  }

  private int matchHere(int start, int patternStart) {
    int s = start;
    int p = patternStart;
    while (p < pattern.length) {
      meter.spend(1);
      switch (pattern[p]) {
        case '(' -> {
          return at(p + 1) == ')'
              ? matchCapture(s, p + 2, POSITION)
              : matchCapture(s, p + 1, UNCLOSED);
        }
        case ')' -> {
          return closeCapture(s, p + 1);
        }
        case '$' -> {
          if (p + 1 == pattern.length) {
            return s == source.length ? s : NONE;
          }
        }
        case '%' -> {
          int next = at(p + 1);
          if (next == 'b') {
            s = matchBalanced(s, p + 2);
            p += 4;
          } else if (next == 'f') {
            p += 2;
            int end = frontierEnd(p);
            s = isFrontier(s, p, end) ? s : NONE;
            p = end;
          } else if (next >= '0' && next <= '9') {
            s = matchBackReference(s, next);
            p += 2;
          } else {
            next = NONE;
          }
          if (next != NONE) {
            if (s == NONE) {
              return NONE;
            }
            continue;
          }
        }
        default -> {}
      }
      int end = itemEnd(p);
      switch (at(end)) {
        case '?' -> {
          if (matchesOne(s, p, end)) {
            int rest = match(s + 1, end + 1);
            if (rest != NONE) {
              return rest;
            }
          }
          p = end + 1;
        }
        case '+' -> {
          return matchesOne(s, p, end) ? matchMost(s + 1, p, end) : NONE;
        }
        case '*' -> {
          return matchMost(s, p, end);
        }
        case '-' -> {
          return matchLeast(s, p, end);
        }
        default -> {
          if (!matchesOne(s, p, end)) {
            return NONE;
          }
          s++;
          p = end;
        }
      }
    }
    return s;
  }

  /** Character of the pattern, {@link #NONE} beyond its end. */
  private int at(int p) {
    return p < pattern.length ? pattern[p] & 0xff : NONE;
  }

  /** Where the single item that starts at {@code p} ends: a character, a class or a set. */
  private int itemEnd(int p) {
    int end = p + 1;
    if (pattern[p] == '%') {
      if (end == pattern.length) {
        throw ScriptException.of("malformed pattern (ends with '%')");
      }
      return end + 1;
    }
    if (pattern[p] == '[') {
      return setEnd(p);
    }
    return end;
  }

  private int setEnd(int p) {
    int end = p + 1;
    if (at(end) == '^') {
      end++;
    }
    do {
      if (end >= pattern.length) {
        throw ScriptException.of("malformed pattern (missing ']')");
      }
      if (pattern[end++] == '%') {
        end++;
      }
    } while (at(end) != ']');
    meter.spend((end - p) >> SET_SHIFT);
    return end + 1;
  }

  private boolean matchesOne(int s, int p, int end) {
    if (s >= source.length) {
      return false;
    }
    int c = source[s] & 0xff;
    return switch (pattern[p]) {
      case '.' -> true;
      case '%' -> CharacterClass.contains(pattern[p + 1] & 0xff, c);
      case '[' -> matchesSet(c, p, end - 1);
      default -> (pattern[p] & 0xff) == c;
    };
  }

  /** Whether the set from {@code [} at {@code start} to {@code ]} at {@code end} has {@code c}. */
  private boolean matchesSet(int c, int start, int end) {
    meter.spend((end - start) >> SET_SHIFT);
    boolean negated = at(start + 1) == '^';
    int p = start + (negated ? 2 : 1);
    while (p < end) {
      if (pattern[p] == '%') {
        if (CharacterClass.contains(at(p + 1), c)) {
          return !negated;
        }
        p += 2;
      } else if (at(p + 1) == '-' && p + 2 < end) {
        if (at(p) <= c && c <= at(p + 2)) {
          return !negated;
        }
        p += 3;
      } else {
        if (at(p) == c) {
          return !negated;
        }
        p++;
      }
    }
    return negated;
  }

  private int matchMost(int s, int p, int end) {
    int count = 0;
    while (matchesOne(s + count, p, end)) {
      meter.spend(1);
      count++;
    }
    for (; count >= 0; count--) {
      int rest = match(s + count, end + 1);
      if (rest != NONE) {
        return rest;
      }
    }
    return NONE;
  }

  private int matchLeast(int start, int p, int end) {
    int s = start;
    while (true) {
      int rest = match(s, end + 1);
      if (rest != NONE) {
        return rest;
      }
      if (!matchesOne(s, p, end)) {
        return NONE;
      }
      meter.spend(1);
      s++;
    }
  }

  private int matchCapture(int s, int p, int kind) {
    if (captures == CAPTURES_MAX) {
      throw ScriptException.of("too many captures");
    }
    captureStarts[captures] = s;
    captureLengths[captures] = kind;
    captures++;
    int end = match(s, p);
    if (end == NONE) {
      captures--;
    }
    return end;
  }

  private int closeCapture(int s, int p) {
    int index = captures - 1;
    while (index >= 0 && captureLengths[index] != UNCLOSED) {
      index--;
    }
    if (index < 0) {
      throw ScriptException.of("invalid pattern capture");
    }
    captureLengths[index] = s - captureStarts[index];
    int end = match(s, p);
    if (end == NONE) {
      captureLengths[index] = UNCLOSED;
    }
    return end;
  }

  private int matchBalanced(int start, int p) {
    if (p + 1 >= pattern.length) {
      throw ScriptException.of("malformed pattern (missing arguments to '%b')");
    }
    if (start >= source.length || source[start] != pattern[p]) {
      return NONE;
    }
    int nested = 1;
    for (int s = start + 1; s < source.length; s++) {
      meter.spend(1);
      if (source[s] == pattern[p + 1]) {
        if (--nested == 0) {
          return s + 1;
        }
      } else if (source[s] == pattern[p]) {
        nested++;
      }
    }
    return NONE;
  }

  private int frontierEnd(int p) {
    if (at(p) != '[') {
      throw ScriptException.of("missing '[' after '%f' in pattern");
    }
    return itemEnd(p);
  }

  private boolean isFrontier(int s, int p, int end) {
    int before = s == 0 ? 0 : source[s - 1] & 0xff;
    int after = s < source.length ? source[s] & 0xff : 0;
    return !matchesSet(before, p, end - 1) && matchesSet(after, p, end - 1);
  }

  private int matchBackReference(int s, int digit) {
    int index = digit - '1';
    if (index < 0 || index >= captures || captureLengths[index] == UNCLOSED) {
      throw ScriptException.of("invalid capture index in pattern");
    }
    int length = Math.max(0, captureLengths[index]);
    meter.pass(length);
    int from = captureStarts[index];
    return source.length - s >= length
            && Arrays.equals(source, from, from + length, source, s, s + length)
        ? s + length
        : NONE;
  }
}
