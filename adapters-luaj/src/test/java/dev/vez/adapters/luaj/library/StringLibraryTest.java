package dev.vez.adapters.luaj.library;

import static dev.vez.adapters.luaj.TestScripts.eval;
import static dev.vez.adapters.luaj.TestScripts.failure;
import static dev.vez.adapters.luaj.TestScripts.run;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code string}, by section 6.4 of the reference manual of Lua 5.2. */
class StringLibraryTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "('hello'):sub(2, 3), ('hello'):sub(-3), ('hello'):sub(2, -2) | el, llo, ell",
        "('hello'):sub(0), ('hello'):sub(4, 2), ('hello'):sub(-99, 99)| hello, , hello",
        "('AbC1'):upper(), ('AbC1'):lower(), ('abc'):reverse()        | ABC1, abc1, cba",
        "('ab'):rep(3), ('ab'):rep(3, '-'), #('ab'):rep(0), #('ab'):rep(-1) | ababab, ab-ab-ab, 0, 0",
        "(''):rep(5), (''):rep(3, ','), ('x'):rep(1, ',')              | , ,,, x",
        "('abc'):byte(), ('abc'):byte(-1), ('abc'):byte(10)            | 97, 99",
        "('abc'):byte(1, -1)                                           | 97, 98, 99",
        "string.char(72, 105), #string.char()                          | Hi, 0",
        "('abc'):len(), #'a\\0b', (5 .. ''):len()                      | 3, 3, 1",
      })
  void shouldHandleStrings(String expressions, String expected) {
    assertThat(eval(expressions).stripTrailing()).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "('hello'):find('l')                         | 3, 3",
        "('hello'):find('xyz'), ('hello'):find('l', 4) | nil, 4, 4",
        "('hello'):find(''), ('hello'):find('', 6)   | 1, 6, 5",
        "('hello'):find('', 7)                       | nil",
        "('a.b'):find('.', 1, true), ('a+b'):find('+', 1, true) | 2, 2, 2",
        "('a.b'):find('%.')                          | 2, 2",
        "('hello'):find('l+', -3)                    | 3, 4",
        "('key = value'):match('(%w+) = (%w+)')      | key, value",
        "('key = value'):find('(%w+) = (%w+)')       | 1, 11, key, value",
        "('2026-11-24'):match('^(%d+)-(%d+)-(%d+)$') | 2026, 11, 24",
        "('  trim me  '):match('^%s*(.-)%s*$')       | trim me",
        "('eu-west-1'):match('^(%a+)-')              | eu",
        "('hello'):match('()ll()')                   | 3, 5",
        "('abc'):match('.-'), ('abc'):match('.-$')   | , abc",
        "('aXb'):match('%u'), ('aXb'):match('%U+')   | X, a",
        "('f(a(b)c)d'):match('%b()')                 | (a(b)c)",
        "('THE (quick) fox'):find('%f[%a]%a+%f[%A]') | 1, 3",
        "('hello hello'):match('(%w+) %1')           | hello",
        "('[]'):match('[]]'), ('a-b'):match('[a%-]+'), ('x^'):match('[%^]') | ], a-, ^",
        "('abc123'):match('[^%d]+'), ('a-z'):match('[a-]+') | abc, a-",
        "('abc'):match('b', 2), ('abc'):match('^b', 2)  | b, b",
        "('aaa'):match('a?a?a?a?'), ('aaab'):match('a*b') | aaa, aaab",
        "('x=1, y=2'):gsub('(%w)=(%w)', '%2=%1')     | 1=x, 2=y, 2",
        "('hello'):gsub('', '-')                     | -h-e-l-l-o-, 6",
        "('hello'):gsub('l', { l = 'L' })            | heLLo, 2",
        "('hello'):gsub('l', function() end)         | hello, 2",
        "('hello'):gsub('.', function(c) return c:upper() end, 2) | HEllo, 2",
        "('abc'):gsub('%w', '%0%0'), ('abc'):gsub('b', '%%') | aabbcc, a%c, 1",
        "('abc abc'):gsub('^abc', 'x')               | x abc, 1",
        "('abc'):gsub('b', 5), ('abc'):gsub('x*', '-') | a5c, -a-b-c-, 4",
      })
  void shouldMatchPatterns(String expressions, String expected) {
    assertThat(eval(expressions)).isEqualTo(expected);
  }

  @Test
  void shouldIterateOverMatches() {
    assertThat(
            run(
                """
                local s = ''
                for k, v in ('a=1, b=2'):gmatch('(%w+)=(%w+)') do s = s .. v .. k .. ';' end
                for w in ('one two'):gmatch('%a+') do s = s .. w .. ';' end
                for p in ('abc'):gmatch('()') do s = s .. p end
                return s
                """))
        .isEqualTo("1a;2b;one;two;1234");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "'[' | malformed pattern (missing ']')",
        "'[a' | malformed pattern (missing ']')",
        "'[]' | malformed pattern (missing ']')",
        "'%' | malformed pattern (ends with '%')",
        "'(' | unfinished capture",
        "'a)' | invalid pattern capture",
        "'%1' | invalid capture index in pattern",
        "'(%1)' | invalid capture index in pattern",
        "'%b' | malformed pattern (missing arguments to '%b')",
        "'%f' | missing '[' after '%f' in pattern",
      })
  void shouldRefuseMalformedPatterns(String pattern, String problem) {
    assertThat(failure("return ('aaa'):match(" + pattern + ")")).isEqualTo("line 1: " + problem);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      quoteCharacter = '`',
      ignoreLeadingAndTrailingWhitespace = false,
      value = {
        "'%d %5d %-5d| %05d %+d', 1, 2, 3, 4, 5~1     2 3    | 00004 +5",
        "'%.3d %x %X %#x %o', 7, 255, 255, 255, 8~007 ff FF 0xff 10",
        "'%5.1f|%-8.2f|%08.3f|%.0f', 3.14159, 2.5, -1.5, 2.5~  3.1|2.50    |-001.500|2",
        "'%e %.2E %g %g', 12345.678, 0.00012, 0.0001, 1e20~1.234568e+04 1.20E-04 0.0001 1e+20",
        "'%g %g %g %.3g %#.3g', 100000, 0, 1e-5, 1234.5, 1~100000 0 1e-05 1.23e+03 1.00",
        "'%s %10s|%-10s|%.2s', 'a', 'b', 'c', 'def'~a          b|c         |de",
        "'%s %s %s', nil, true, 1.5~nil true 1.5",
        "'%q', 'a\"b\\\\c'~\"a\\\"b\\\\c\"",
        "'%c%c %%', 72, 105~Hi %",
        "'%i %u', -3.7, 3.7~-3 3",
        "'%5s%%', 'x'~    x%",
        "'%.14g', 0.1~0.1",
        "'%.20f', 0.1~0.10000000000000000555",
        "'%05d', -42~-0042",
        "'% d', 42~ 42",
        "'%10.4f', math.pi~    3.1416",
        "'%f %5.1f %05g', 1/0, -1/0, 1/0~inf  -inf   inf",
        "'%x', 2^40~10000000000",
      })
  void shouldFormat(String arguments, String expected) {
    assertThat(eval("(string.format(" + arguments + "))")).isEqualTo(expected);
  }

  @Test
  void shouldRefuseWrongFormats() {
    assertThat(failure("return string.format('%d')"))
        .isEqualTo("line 1: bad argument #2 to 'format' (number expected, got no value)");
    assertThat(failure("return string.format('%d', 'x')"))
        .isEqualTo("line 1: bad argument #2 to 'format' (number expected, got string)");
    assertThat(failure("return string.format('%d', 1e300)"))
        .isEqualTo("line 1: bad argument #2 to 'format' (not a number in proper range)");
    assertThat(failure("return string.format('%y', 1)"))
        .isEqualTo("line 1: invalid conversion to 'format'");
    assertThat(failure("return string.format('%123d', 1)"))
        .isEqualTo("line 1: invalid format (width or precision too long)");
    assertThat(failure("return string.format('%', 1)"))
        .isEqualTo("line 1: invalid conversion to 'format': the template ends in it");
    assertThat(failure("return string.format('%s')"))
        .isEqualTo("line 1: bad argument #2 to 'format' (value expected)");
  }
}
