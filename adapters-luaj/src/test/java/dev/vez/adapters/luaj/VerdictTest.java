package dev.vez.adapters.luaj;

import static dev.vez.adapters.luaj.TestScripts.compile;
import static dev.vez.adapters.luaj.TestScripts.decide;
import static dev.vez.adapters.luaj.TestScripts.decided;
import static dev.vez.adapters.luaj.TestScripts.failure;
import static dev.vez.adapters.luaj.TestScripts.input;
import static org.assertj.core.api.Assertions.assertThat;

import dev.vez.ports.scheduling.EnqueueVerdict;
import dev.vez.ports.scheduling.HookResult.Decided;
import dev.vez.ports.scheduling.ScriptConfig;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is made of the table that a script returns. */
class VerdictTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "'acme'      | acme",
        "42          | 42",
        "4.5         | 4.5",
        "2^53        | 9007199254740992",
        "123456789012345 | 123456789012345",
        "nil         | default",
        "true        | default",
        "{}          | default",
        "print       | default",
      })
  void shouldTakeStringsAndNumbersAsFairnessKey(String value, String expected) {
    assertThat(verdict("{ fairness_key = " + value + " }").fairnessKey()).isEqualTo(expected);
  }

  @Test
  void shouldTakeAnEmptyFairnessKey() {
    assertThat(verdict("{ fairness_key = '' }").fairnessKey()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "3        | 3",
        "'7'      | 7",
        "' 0x10 ' | 16",
        "2.9      | 2",
        "0        | 1",
        "0.5      | 1",
        "-3       | 1",
        "'-3'     | 1",
        "'many'   | 1",
        "''       | 1",
        "true     | 1",
        "{}       | 1",
        "nil      | 1",
        "0/0      | 1",
        "1/0      | 2147483647",
        "-1/0     | 1",
        "2^31     | 2147483647",
        "1e300    | 2147483647",
        "2147483646 | 2147483646",
      })
  void shouldReadTheWeight(String value, int expected) {
    assertThat(verdict("{ weight = " + value + " }").weight()).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{ 'a', 'b' }                 | a;b",
        "{ 'a', true, {}, print, 'b' }| a;b",
        "{ 1, 2.5, 'x' }              | 1;2.5;x",
        "{ nil, 'b' }                 | b",
        "{ [3] = 'c', [1] = 'a' }     | a;c",
        "{ name = 'x', 'a' }          | a",
        "{ 'a', 'a' }                 | a;a",
        "{}                           | ``",
        "'a'                          | ``",
        "7                            | ``",
        "nil                          | ``",
      })
  void shouldReadThrottleKeys(String value, String expected) {
    assertThat(String.join(";", verdict("{ throttle_keys = " + value + " }").throttleKeys()))
        .isEqualTo(expected);
  }

  @Test
  void shouldReadFieldsThroughMetatables() {
    assertThat(verdict("setmetatable({}, { __index = { fairness_key = 'k', weight = 2 } })"))
        .isEqualTo(new EnqueueVerdict("k", 2, List.of()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"nil", "'acme'", "true", "7", "print"})
  void shouldFailWhereTheResultIsNotATable(String value) {
    assertThat(failure("return " + value)).startsWith("on_enqueue must return a table");
  }

  @Test
  void shouldFailWhereNothingIsReturned() {
    assertThat(failure("local x = 1"))
        .isEqualTo("on_enqueue must return a table, but returned a nil value");
  }

  @Test
  void shouldFailForKeysThatAreNotUtf8() {
    assertThat(failure("return { fairness_key = '\\255' }"))
        .isEqualTo("fairness_key is not valid UTF-8");
    assertThat(failure("return { throttle_keys = { '\\195' } }"))
        .isEqualTo("a key in throttle_keys is not valid UTF-8");
  }

  @Test
  void shouldNameTheLimitOfKeys() {
    assertThat(failure("return { fairness_key = ('x'):rep(1025) }"))
        .isEqualTo(
            "fairness_key is 1025 bytes long, more than the limit of 1024 bytes (limits.key_bytes_max)");
  }

  @Test
  void shouldKeepTextOfOtherScriptsThanLatin() {
    String name = "d\u00e9p\u00f4t-\u5009\u5eab-\ud83d\ude9a";

    assertThat(
            decide(
                    "function on_enqueue(msg) return { fairness_key = msg.headers.depot } end",
                    Map.of("depot", name))
                .fairnessKey())
        .isEqualTo(name);
  }

  @Test
  void shouldGiveHeadersQueueAndSize() {
    EnqueueVerdict verdict =
        decide(
            """
            function on_enqueue(msg)
              local n = 0
              for name, value in pairs(msg.headers) do n = n + 1 end
              return { fairness_key = msg.queue .. ' ' .. msg.payload_size .. ' ' .. n }
            end
            """,
            Map.of("a", "1", "b", "2", "c", "3"));

    assertThat(verdict.fairnessKey()).isEqualTo("orders 100 3");
  }

  @Test
  void shouldReadRuntimeConfiguration() {
    ScriptConfig config = key -> key.equals("tier") ? Optional.of("gold") : Optional.empty();
    LuaHookCompiler compiler = new LuaHookCompiler(LuaLimits.DEFAULT, config, () -> 42);
    String source =
        """
        local tier = vez.get("tier")
        function on_enqueue(msg)
          return { fairness_key = tier .. fila.get("tier") .. tostring(vez.get("other"))
              .. tostring(vez.get(("x"):rep(257))) }
        end
        """;

    assertThat(compile(compiler, source).run(input(Map.of())))
        .isEqualTo(new Decided<>(new EnqueueVerdict("goldgoldnilnil", 1, List.of())));
  }

  @Test
  void shouldShowAnErrorTextOnlyIfItStandsInTheScript() {
    assertThat(failure("error('tenant is missing')")).isEqualTo("line 1: tenant is missing");
    assertThat(failure("\nlocal m = 'no tenant' error(m, 0)")).isEqualTo("line 2: no tenant");
    assertThat(failure("error('tenant ' .. msg.queue)"))
        .startsWith("line 1: ")
        .doesNotContain("orders");
    assertThat(failure("error({})")).isEqualTo("line 1: the script raised a table as an error");
    assertThat(failure("error()")).isEqualTo("line 1: the script raised a nil as an error");
    assertThat(failure("assert(false, msg.queue)")).doesNotContain("orders");
    assertThat(failure("assert(false, 'no queue')")).isEqualTo("line 1: no queue");
    assertThat(failure("local ok, e = pcall(error, msg.queue) error(e)")).doesNotContain("orders");
  }

  @Test
  void shouldKeepErrorTextsToOneShortLine() {
    assertThat(failure("error('a\\nb')")).isEqualTo("line 1: a b");
    assertThat(failure("error('" + "x".repeat(5_000) + "')")).hasSizeLessThan(300);
  }

  @Test
  void shouldNameWhatWasMisused() {
    assertThat(failure("return msg.header.tenant"))
        .isEqualTo("line 1: attempt to index field 'header' (a nil value)");
    assertThat(failure("return msg.headers.tenant:lower()"))
        .isEqualTo("line 1: attempt to index field 'tenant' (a nil value)");
    assertThat(failure("local a = msg.queue\nreturn a.b.c"))
        .isEqualTo("line 2: attempt to index field 'b' (a nil value)");
    assertThat(failure("return os.time()"))
        .isEqualTo("line 1: attempt to index global 'os' (a nil value)");
    assertThat(failure("return tointeger(3)"))
        .isEqualTo("line 1: attempt to call global 'tointeger' (a nil value)");
    assertThat(failure("return math.tointeger(3)"))
        .isEqualTo("line 1: attempt to call field 'tointeger' (a nil value)");
    assertThat(failure("return msg:size()"))
        .isEqualTo("line 1: attempt to call method 'size' (a nil value)");
    assertThat(failure("local n = msg.queue return n + 1"))
        .isEqualTo("line 1: attempt to perform arithmetic on local 'n' (a string value)");
    assertThat(failure("return 'x' .. msg.headers.a"))
        .isEqualTo("line 1: attempt to concatenate field 'a' (a nil value)");
    assertThat(failure("return #msg.payload_size"))
        .isEqualTo("line 1: attempt to get length of field 'payload_size' (a number value)");
    assertThat(failure("return msg.queue < 1"))
        .isEqualTo("line 1: attempt to compare string with number");
    assertThat(failure("string.rep()"))
        .isEqualTo("line 1: bad argument #1 to 'rep' (string expected, got no value)");
  }

  private static EnqueueVerdict verdict(String table) {
    return decided(
        compile("function on_enqueue(msg) return " + table + " end").run(input(Map.of())));
  }
}
