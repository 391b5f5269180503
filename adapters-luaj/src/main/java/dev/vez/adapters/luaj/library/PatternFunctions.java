package dev.vez.adapters.luaj.library;

import static dev.vez.adapters.luaj.vm.NilValue.NIL;

import dev.vez.adapters.luaj.vm.Arguments;
import dev.vez.adapters.luaj.vm.Builtin;
import dev.vez.adapters.luaj.vm.Execution;
import dev.vez.adapters.luaj.vm.FunctionValue;
import dev.vez.adapters.luaj.vm.NumberValue;
import dev.vez.adapters.luaj.vm.ScriptException;
import dev.vez.adapters.luaj.vm.StringValue;
import dev.vez.adapters.luaj.vm.TableValue;
import dev.vez.adapters.luaj.vm.Value;

/** The functions of {@code string} that take patterns. */
final class PatternFunctions {

  private static final int MATCHER_BYTES = 400;
  private static final String MAGIC = "^$*+?.([%-";

  private PatternFunctions() {}

  static void addTo(TableBuilder strings) {
    strings
        .function("find", (execution, arguments) -> search(execution, arguments, true))
        .function("match", (execution, arguments) -> search(execution, arguments, false))
        .function("gmatch", PatternFunctions::gmatch)
        .function("gsub", PatternFunctions::gsub);
  }

  private static Value[] search(Execution execution, Arguments arguments, boolean wantsPlace) {
    StringValue source = arguments.string(1);
    StringValue pattern = arguments.string(2);
    long first = Positions.start(arguments.integer(3, 1), source.length());
    if (first > source.length() + 1L) {
      return Results.of(NIL);
    }
    int from = (int) first - 1;
    if (wantsPlace && (arguments.get(4).isTruthy() || !hasMagic(execution, pattern))) {
      return findPlain(execution, source, pattern, from);
    }
    PatternMatcher matcher = matcher(execution, source, pattern);
    int last = matcher.isAnchored() ? from : source.length();
    for (int start = from; start <= last; start++) {
      execution.meter().spend(1);
      int end = matcher.matchAt(start);
      if (end != PatternMatcher.NONE) {
        return wantsPlace ? placed(matcher, start, end) : matcher.captured(start, end);
      }
    }
    return Results.of(NIL);
  }

  private static Value[] placed(PatternMatcher matcher, int start, int end) {
    Value[] results = new Value[2 + matcher.captures()];
    results[0] = NumberValue.of(start + 1);
    results[1] = NumberValue.of(end);
    for (int index = 0; index < matcher.captures(); index++) {
      results[2 + index] = matcher.captured(index, start, end);
    }
    return results;
  }

  private static Value[] findPlain(
      Execution execution, StringValue source, StringValue wanted, int from) {
    byte[] text = source.bytes();
    byte[] part = wanted.bytes();
    for (int start = from; start + part.length <= text.length; start++) {
      int same = 0;
      while (same < part.length && text[start + same] == part[same]) {
        same++;
      }
      execution.meter().spend(1 + same / 4);
      if (same == part.length) {
        return Results.of(NumberValue.of(start + 1), NumberValue.of(start + same));
      }
    }
    return Results.of(NIL);
  }

  private static boolean hasMagic(Execution execution, StringValue pattern) {
    execution.meter().spend(pattern.length() / 4);
    for (byte c : pattern.bytes()) {
      if (MAGIC.indexOf(c) >= 0) {
        return true;
      }
    }
    return false;
  }

  private static PatternMatcher matcher(
      Execution execution, StringValue source, StringValue pattern) {
    execution.meter().allocate(MATCHER_BYTES);
    return new PatternMatcher(execution, source, pattern);
  }

  private static Value[] gmatch(Execution execution, Arguments arguments) {
    StringValue source = arguments.string(1);
    PatternMatcher matcher = matcher(execution, source, arguments.string(2));
    int[] next = {0};
    return Results.of(
        new Builtin(
            "gmatch",
            (running, ignored) -> {
              for (int start = next[0]; start <= source.length(); start++) {
                running.meter().spend(1);
                int end = matcher.matchUnanchoredAt(start);
                if (end != PatternMatcher.NONE) {
                  next[0] = end == start ? end + 1 : end;
                  return matcher.captured(start, end);
                }
              }
              next[0] = source.length() + 1;
              return Results.of(NIL);
            }));
  }

  private static Value[] gsub(Execution execution, Arguments arguments) {
    StringValue source = arguments.string(1);
    StringValue pattern = arguments.string(2);
    Value replacement = replacement(arguments);
    long limit = arguments.integer(4, source.length() + 1L);
    PatternMatcher matcher = matcher(execution, source, pattern);
    ByteBuilder result = new ByteBuilder(execution.meter());
    int at = 0;
    int count = 0;
    while (count < limit) {
      execution.meter().spend(1);
      int end = matcher.matchAt(at);
      if (end != PatternMatcher.NONE) {
        count++;
        append(execution, result, matcher, source, replacement, at, end);
      }
      if (end != PatternMatcher.NONE && end > at) {
        at = end;
      } else if (at < source.length()) {
        result.append(source.bytes()[at++]);
      } else {
        break;
      }
      if (matcher.isAnchored()) {
        break;
      }
    }
    result.append(source.bytes(), at, source.length() - at);
    return Results.of(result.toStringValue(), NumberValue.of(count));
  }

  private static Value replacement(Arguments arguments) {
    Value replacement = arguments.get(3);
    return switch (replacement) {
      case NumberValue number -> arguments.string(3);
      case StringValue string -> string;
      case TableValue table -> table;
      case FunctionValue function -> function;
      default -> throw arguments.bad(3, "string/function/table expected");
    };
  }

  private static void append(
      Execution execution,
      ByteBuilder result,
      PatternMatcher matcher,
      StringValue source,
      Value replacement,
      int from,
      int to) {
    if (replacement instanceof StringValue template) {
      appendTemplate(execution, result, matcher, source, template.bytes(), from, to);
      return;
    }
    Value value =
        replacement instanceof TableValue table
            ? execution.index(table, matcher.captured(0, from, to))
            : execution.callForOne(replacement, matcher.captured(from, to));
    if (value instanceof StringValue string) {
      result.append(string);
    } else if (value instanceof NumberValue number) {
      result.append(execution.numberToString(number));
    } else if (value.isTruthy()) {
      throw ScriptException.of("invalid replacement value (a " + value.typeName() + ")");
    } else {
      result.append(source.bytes(), from, to - from);
    }
  }

  private static void appendTemplate(
      Execution execution,
      ByteBuilder result,
      PatternMatcher matcher,
      StringValue source,
      byte[] template,
      int from,
      int to) {
    execution.meter().spend(template.length / 4);
    int at = 0;
    while (at < template.length) {
      byte c = template[at++];
      if (c != '%') {
        result.append(c);
        continue;
      }
      byte escaped = at < template.length ? template[at++] : 0;
      if (escaped == '%') {
        result.append(escaped);
      } else if (escaped == '0') {
        result.append(source.bytes(), from, to - from);
      } else if (escaped >= '1' && escaped <= '9') {
        result.append(execution.toText(matcher.captured(escaped - '1', from, to)));
      } else {
        throw ScriptException.of("invalid use of '%' in replacement string");
      }
    }
  }
}
