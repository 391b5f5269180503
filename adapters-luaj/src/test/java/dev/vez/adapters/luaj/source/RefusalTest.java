package dev.vez.adapters.luaj.source;

import static dev.vez.adapters.luaj.TestScripts.compile;
import static dev.vez.adapters.luaj.TestScripts.decide;
import static dev.vez.adapters.luaj.TestScripts.refusal;
import static org.assertj.core.api.Assertions.assertThat;

import dev.vez.ports.scheduling.EnqueueVerdict;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What authors are told of scripts that are not accepted. */
class RefusalTest {

  private static final String FUNCTION = "function on_enqueue(msg) return {} end ";

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "return 7 // 2                | the operator // (integer division)",
        "return 7 & 2                 | the operator &",
        "return 7 BAR 2               | the operator BAR",
        "return 7 ~ 2                 | the operator ~",
        "return ~7                    | the operator ~",
        "return 7 << 2                | the operator <<",
        "return 7 >> 2                | the operator >>",
        "local x <const> = 1          | the attribute <const> of a local variable",
        "local f <close> = nil        | the attribute <close> of a local variable",
        "return '\\u{48}'             | \\u{...} in a string",
      })
  void shouldNameConstructsOfLaterVersions(String code, String construct) {
    // In CsvSource a bar divides; the operator itself is written as one.
    assertThat(refusal("-- a comment\n" + code.replace("BAR", "|")))
        .startsWith("line 2: " + construct.replace("BAR", "|"))
        .contains("Vez runs Lua 5.2");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "local s = 'a // b & c | d ~ e << f'",
        "local s = \"\\\"//\\\"\"",
        "-- a // b & c",
        "--[[ a // b\n& c ]] local x = 1",
        "--[==[ ]] // ]==] local x = 1",
        "local s = [[ // ]]",
        "local s = [=[ ]] & ]=]",
        "local x = 1 ~= 2",
        "local x = 1 <= 2, 1 >= 2, 1 == 2",
        "local x = 10 / 2",
        "local t = { [1] = 2, ['x'] = 3 }",
        "local x = 'a'..1 ..'b'",
        "local t = {} local x = t[t[1]]",
        "goto done ::done::",
        "local s = 'a\\z   \n  b'",
        "local s = 'a\\\nb'",
        "local x = 0x.8p1 + .5e-3 + 3. + 0xAp-2",
        "local f = function(...) return ... end",
      })
  void shouldAcceptWhatLooksLikeThem(String code) {
    compile(code + "\n" + FUNCTION);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "x = = 1                | line 1: unexpected '='",
        "x = 1 1                | line 1: unexpected number",
        "x = }                  | line 1: unexpected '}'",
        "if x then              | line 1: 'end' expected",
        "if x the end           | line 1: 'then' expected",
        "return end             | line 1: the end of the script expected",
        "for 1 = 2 do end       | line 1: a name expected",
        "local function f( end  | line 1: <name> or '...' expected",
        "f(                     | line 1: unexpected end of the script",
        "x = 'abc               | line 1: this string has no closing '",
        "x = \"abc\\\"          | line 1: this string has no closing \"",
        "x = [[abc              | line 1: this long string has no closing ]]",
        "x = [==[abc]]          | line 1: this long string has no closing ]==]",
        "--[[ abc               | line 1: this long comment has no closing ]]",
        "x = '\\q'              | line 1: Lua 5.2 has no escape \\q in strings",
        "x = '\\300'            | line 1: \\300 in a string is above \\255",
        "x = '\\xZZ'            | line 1: \\x in a string needs two hexadecimal digits",
        "x = 3x                 | line 1: malformed number '3x'",
        "x = 1..2               | line 1: malformed number '1..2'",
        "x = 0x                 | line 1: malformed number '0x'",
        "x = 1e                 | line 1: malformed number '1e'",
        "x = 1e+                | line 1: malformed number '1e+'",
        "x = $                  | line 1: unexpected '$'",
        "break                  | line 1: break outside a loop",
        "goto nowhere           | line 1: no visible label 'nowhere' for <goto> at line 1",
        "f = function() return ... end | line 1: cannot use '...' outside a vararg function",
      })
  void shouldSayWhatIsWrongAndWhere(String code, String reason) {
    assertThat(refusal(code)).startsWith(reason);
  }

  @Test
  void shouldCountLines() {
    assertThat(refusal("\n\n--[[\n]]\n'\\\n\\z\n\n' = 1")).startsWith("line 8:");
    assertThat(refusal("local a\nlocal b = [[\n\n]]\nlocal c = +")).startsWith("line 5:");
  }

  /** LuaJ's own scanner never returns from this one. */
  @Test
  void shouldNotHangOnAStringThatSkipsBlanksAtTheEnd() {
    assertThat(refusal("x = '\\z")).isEqualTo("line 1: this string has no closing '");
    assertThat(refusal("x = '\\z   \n  ")).startsWith("line 1: this string has no closing '");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "on_enqueue = nil",
        "on_enqueue = {}",
        "local function on_enqueue(msg) return {} end",
        "function on_failure(msg) return {} end",
        "",
        "return function(msg) return {} end",
      })
  void shouldRefuseAScriptWithoutTheFunction(String source) {
    assertThat(refusal(source))
        .isEqualTo("the script does not define the function on_enqueue(msg)");
  }

  @Test
  void shouldRefuseAScriptWhoseTopLevelFails() {
    assertThat(refusal("\nlocal x = nil\nx.y = 1\n" + FUNCTION))
        .isEqualTo("line 3: attempt to index local 'x' (a nil value)");
    assertThat(refusal(FUNCTION + "\nwhile true do end"))
        .isEqualTo("line 2: took more than the 1000000 steps that lua.default_timeout_ms allows");
  }

  @Test
  void shouldRefuseAScriptThatIsTooLong() {
    String longest = FUNCTION + "-".repeat(65_536 - FUNCTION.length());

    compile(longest);
    assertThat(refusal(longest + "-"))
        .isEqualTo(
            "the script is 65537 bytes long; the limit is 65536 bytes (limits.script_bytes_max)");
  }

  @Test
  void shouldRefuseCompiledCode() {
    assertThat(refusal("\33LuaR\0\1\4\4\4\10\0"))
        .isEqualTo("line 1: compiled Lua is not accepted, only source text");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "x = (((((((((( 250 times",
        "x = {{{{{{{{{{ 250 times",
        "x = not not not 250 times",
      })
  void shouldRefuseWhatIsNestedTooDeeply(String kind) {
    String part = kind.contains("not") ? "not " : kind.substring(4, 5);
    assertThat(refusal("x = " + part.repeat(250) + "1"))
        .isEqualTo("line 1: chunk has too many syntax levels");
  }

  /** An assignment to many variables is parsed by recursion without a limit. */
  @Test
  void shouldRefuseAnAssignmentThatOverflowsTheStackAndGoOn() {
    String assignment = "a" + ",a".repeat(32_000) + " = 1";

    assertThat(refusal(assignment)).startsWith("line 1: ");
    assertThat(decide(FUNCTION, Map.of())).isEqualTo(EnqueueVerdict.DEFAULT);
  }

  @Test
  void shouldSkipAShebangAndAByteOrderMark() {
    compile("#!/usr/bin/lua // & |\n" + FUNCTION);
    compile("\uFEFF" + FUNCTION);
  }

  @Test
  void shouldKeepReasonsToOneLine() {
    assertThat(refusal("goto \n a\n")).doesNotContain("\n");
    assertThat(refusal("x = '\n'")).doesNotContain("\n");
  }
}
