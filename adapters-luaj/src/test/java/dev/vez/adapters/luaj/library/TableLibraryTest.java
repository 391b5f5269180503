package dev.vez.adapters.luaj.library;

import static dev.vez.adapters.luaj.TestScripts.eval;
import static dev.vez.adapters.luaj.TestScripts.failure;
import static dev.vez.adapters.luaj.TestScripts.run;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code table} and {@code math}, by sections 6.5 and 6.6 of the reference manual of Lua 5.2. */
class TableLibraryTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "table.concat({ 1, 'b', 3 }), table.concat({ 1, 2 }, '-'), #table.concat({}) | 1b3, 1-2, 0",
        "table.concat({ 1, 2, 3, 4 }, ',', 2, 3)  | 2,3",
        "table.unpack({ 1, 2, 3 })                | 1, 2, 3",
        "table.unpack({ 1, 2, 3 }, 2), table.unpack({ 1 }, 1, 2) | 2, 1, nil",
        "table.pack(1, nil, 3).n, table.pack().n  | 3, 0",
        "select('#', table.unpack({}, 1, 3))      | 3",
      })
  void shouldTakeTablesApart(String expressions, String expected) {
    assertThat(eval(expressions)).isEqualTo(expected);
  }

  @Test
  void shouldInsertAndRemove() {
    assertThat(
            run(
                """
                local t = { 1, 2, 3 }
                table.insert(t, 4)
                table.insert(t, 1, 0)
                table.insert(t, 3, 'x')
                local last = table.remove(t)
                local first = table.remove(t, 1)
                return table.concat(t, ','), last, first, table.remove({}), #t
                """))
        .isEqualTo("1,x,2,3, 4, 0, nil, 4");
    assertThat(failure("table.insert({}, 5, 1)"))
        .isEqualTo("line 1: bad argument #2 to 'insert' (position out of bounds)");
    assertThat(failure("table.insert({}, 1, 2, 3)"))
        .isEqualTo("line 1: wrong number of arguments to 'insert'");
    assertThat(failure("table.remove({ 1 }, 7)"))
        .isEqualTo("line 1: bad argument #2 to 'remove' (position out of bounds)");
  }

  @Test
  void shouldSort() {
    assertThat(run("local t = { 3, 1, 2 } table.sort(t) return table.concat(t, ',')"))
        .isEqualTo("1,2,3");
    assertThat(run("local t = { 'b', 'a', 'C' } table.sort(t) return table.concat(t)"))
        .isEqualTo("Cab");
    assertThat(
            run(
                """
                local t = {}
                for i = 1, 100 do t[i] = (i * 37) % 101 end
                table.sort(t, function(a, b) return a > b end)
                for i = 2, 100 do assert(t[i - 1] >= t[i]) end
                return t[1], t[100]
                """))
        .isEqualTo("100, 1");
    assertThat(failure("table.sort({ 1, 'x' })"))
        .isEqualTo("line 1: attempt to compare string with number");
  }

  @Test
  void shouldEndASortWhoseOrderContradictsItself() {
    assertThat(
            run(
                """
                local t = {}
                for i = 1, 200 do t[i] = i end
                table.sort(t, function() return true end)
                local seen = {}
                for _, v in ipairs(t) do seen[v] = true end
                for i = 1, 200 do assert(seen[i]) end
                return #t
                """))
        .isEqualTo("200");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "math.floor(-1.5), math.ceil(-1.5), math.abs(-2) | -2, -1, 2",
        "math.max(1, 5, 3), math.min(4, 2)        | 5, 2",
        "math.sqrt(16), math.fmod(-7, 3), math.pow(2, 5) | 4, -1, 32",
        "math.modf(3.7) == 3, math.modf(-3.7), math.modf(math.huge) | true, -3, inf, 0",
        "math.log(8, 2), math.log(100, 10), math.exp(0), math.log(1) | 3, 2, 1, 0",
        "math.frexp(8), math.ldexp(0.5, 4)        | 0.5, 8",
        "math.ldexp(1, -1074) > 0, select(2, math.frexp(2 ^ -1074)) | true, -1073",
        "math.deg(math.pi), math.rad(180) == math.pi | 180, true",
        "math.huge, -math.huge                    | inf, -inf",
        "math.floor('3.9'), math.atan2(0, -1) == math.pi | 3, true",
      })
  void shouldCalculate(String expressions, String expected) {
    assertThat(eval(expressions)).isEqualTo(expected);
  }

  @Test
  void shouldDrawRandomNumbersWithinBoundsAndBySeed() {
    assertThat(
            run(
                """
                for i = 1, 200 do
                  local a, b, c = math.random(), math.random(6), math.random(-5, 5)
                  assert(a >= 0 and a < 1 and b >= 1 and b <= 6 and b % 1 == 0)
                  assert(c >= -5 and c <= 5 and c % 1 == 0)
                end
                math.randomseed(7)
                local a = math.random()
                math.randomseed(7)
                return a == math.random(), a == math.random()
                """))
        .isEqualTo("true, false");
    assertThat(failure("math.random(0)"))
        .isEqualTo("line 1: bad argument #1 to 'random' (interval is empty)");
  }
}
