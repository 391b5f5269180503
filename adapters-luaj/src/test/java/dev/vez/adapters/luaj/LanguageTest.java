package dev.vez.adapters.luaj;

import static dev.vez.adapters.luaj.TestScripts.eval;
import static dev.vez.adapters.luaj.TestScripts.run;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The language, by the reference manual of Lua 5.2. */
class LanguageTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "1 + 2 * 3 - 4 / 2              | 5",
        "7 % 3, -7 % 3, 7 % -3, -7 % -3 | 1, 2, -2, -1",
        "5.5 % 2, -5.5 % 2, 2^53 % 3, 6 % -3 | 1.5, 0.5, 2, 0",
        "2 ^ 10, 2 ^ 0.5 > 1.41, -2 ^ 2 | 1024, true, -4",
        "2 ^ 3 ^ 2                      | 512",
        "1 / 0, -1 / 0                  | inf, -inf",
        "0 / 0 ~= 0 / 0                 | true",
        "'10' + 5, '3' * '4', '0x10' + 0| 15, 12, 16",
        "10 .. 20, 1.5 .. 'x'           | 1020, 1.5x",
        "'a' .. 'b' .. 1 .. 2           | ab12",
        "1 == 1.0, '1' == 1, 'a' < 'b', 'a' < 'B' | true, false, true, false",
        "'' < 'a', 'a' < 'aa', 'Z' < 'a'| true, true, true",
        "not nil, not 0, not ''         | true, false, false",
        "nil and 1, 0 and 1, false or 2, nil == false | nil, 1, 2, false",
        "#'abc', #{1, 2, 3}, #''        | 3, 3, 0",
        "-0 == 0, -0.5 * 0 == 0         | true, true",
        "0x1F, 0xA.8, 1e2, .5, 3.       | 31, 10.5, 100, 0.5, 3",
        "1e15, 1e16, 2^53, 2^60, 1e100  | 1000000000000000, 1e+16, 9007199254740992, "
            + "1.1529215046068e+18, 1e+100",
        "0.1, 1/3, 100 / 3, -1.5e-7     | 0.1, 0.33333333333333, 33.333333333333, -1.5e-07",
        "'\\65\\x42\\z   C\\n' == 'ABC\\10' | true",
        "[[a]] .. [==[b]]]==]           | ab]]",
        "type(nil), type(type), type({}), type('') | nil, function, table, string",
        "select('#'), select('#', nil, nil), select(2, 'a', 'b', 'c') | 0, 2, b, c",
        "select(-1, 'a', 'b')           | b",
        "tonumber('  12  '), tonumber('1e1'), tonumber('x'), tonumber('') | 12, 10, nil, nil",
        "tonumber('ff', 16), tonumber('zz', 36), tonumber('8', 8) | 255, 1295, nil",
        "tonumber('0x'), tonumber('0x1p4'), tonumber('1 2'), tonumber('nan') | nil, 16, nil, nil",
        "tonumber(nil) == nil, tonumber({}) == nil | true, true",
        "tostring(nil), tostring(true), tostring(12) | nil, true, 12",
        "rawequal('a', 'a'), rawlen({1, 2}), rawlen('abc') | true, 2, 3",
        "_VERSION                       | Lua 5.2",
      })
  void shouldEvaluate(String expressions, String expected) {
    assertThat(eval(expressions)).isEqualTo(expected);
  }

  @Test
  void shouldRunLoops() {
    assertThat(run("local s = 0 for i = 1, 10 do s = s + i end return s")).isEqualTo("55");
    assertThat(run("local s = '' for i = 5, 1, -2 do s = s .. i end return s")).isEqualTo("531");
    assertThat(run("for i = 1, 0 do return 'ran' end return 'not'")).isEqualTo("not");
    assertThat(run("local n = 0 for i = 0, 1, 0.1 do n = n + 1 end return n")).isEqualTo("11");
    assertThat(run("local n = 0 for i = '1', '3' do n = n + i end return n")).isEqualTo("6");
    assertThat(run("local i = 0 while true do i = i + 1 if i == 7 then break end end return i"))
        .isEqualTo("7");
    assertThat(run("local i = 0 repeat local done = i == 3 i = i + 1 until done return i"))
        .isEqualTo("4");
    assertThat(
            run(
                """
                local s = ''
                for i = 1, 3 do
                  for j = 1, 3 do
                    if j == 2 then goto continue end
                    s = s .. i .. j .. ' '
                    ::continue::
                  end
                end
                return s
                """))
        .isEqualTo("11 13 21 23 31 33 ");
  }

  @Test
  void shouldCaptureVariablesPerIteration() {
    assertThat(
            run(
                """
                local f = {}
                for i = 1, 3 do
                  local j = i * 10
                  f[i] = { get = function() return i + j end, add = function(n) j = j + n end }
                end
                f[1].add(5)
                return f[1].get(), f[2].get(), f[3].get()
                """))
        .isEqualTo("16, 22, 33");
    assertThat(
            run(
                """
                local function counter()
                  local n = 0
                  return function() n = n + 1 return n end, function() return n end
                end
                local up, read = counter()
                up() up()
                local up2, read2 = counter()
                up2()
                return read(), read2()
                """))
        .isEqualTo("2, 1");
    assertThat(
            run(
                """
                local f = {}
                local i = 1
                while i <= 3 do local x = i f[i] = function() x = x + 1 return x end i = i + 1 end
                f[1]() f[1]()
                return f[1](), f[2](), f[3]()
                """))
        .isEqualTo("4, 3, 4");
  }

  @Test
  void shouldPassVarargsAndMultipleResults() {
    assertThat(
            run(
                """
                local function all(...) return ... end
                local function count(...) return select('#', ...) end
                local a, b, c = all(1, 2)
                local t = { all(1, 2, 3), all(4, 5, 6) }
                return a, b, c, #t, count(all(nil, nil)), (all(7, 8)), count(all(), all())
                """))
        .isEqualTo("1, 2, nil, 4, 2, 7, 1");
    assertThat(
            run(
                """
                local function tail(n, ...)
                  if n == 0 then return select('#', ...), ... end
                  return tail(n - 1, n, ...)
                end
                return tail(5)
                """))
        .isEqualTo("5, 1, 2, 3, 4, 5");
    assertThat(run("return (function(...) local a, b = ... return b, a end)(1, 2, 3)"))
        .isEqualTo("2, 1");
  }

  @Test
  void shouldCallInTailPositionWithoutGrowingTheStack() {
    assertThat(
            run(
                """
                local function loop(n) if n == 0 then return 'done' end return loop(n - 1) end
                return loop(10000)
                """))
        .isEqualTo("done");
  }

  @Test
  void shouldKeepCapturedVariablesOverATailCall() {
    assertThat(
            run(
                """
                local get
                local function second(a) local b = 'other' return get() .. a .. b end
                local function first(x) get = function() return x end return second('-') end
                return first('kept')
                """))
        .isEqualTo("kept-other");
  }

  @Test
  void shouldBuildLongConstructors() {
    String elements = "x,".repeat(120);
    assertThat(run("local x = 1 local t = {" + elements + "} return #t, t[1], t[120]"))
        .isEqualTo("120, 1, 1");
    assertThat(
            run(
                """
                local function three() return 1, 2, 3 end
                local t = { n = 'n', [10] = 'ten', 0, three(), three() }
                return #t, t[2], t[5], t.n, t[10]
                """))
        .isEqualTo("5, 1, 3, n, ten");
  }

  @Test
  void shouldAssignManyAtOnce() {
    assertThat(run("local a, b = 1, 2 a, b = b, a return a, b")).isEqualTo("2, 1");
    assertThat(run("local t = {} local i = 1 i, t[i] = i + 1, 20 return i, t[1], t[2]"))
        .isEqualTo("2, 20, nil");
  }

  @Test
  void shouldUseMetatables() {
    assertThat(
            run(
                """
                local V = {}
                local function x(v) return type(v) == 'table' and v.x or v end
                V.__index = V
                V.__add = function(a, b) return V.new(a.x + b.x) end
                V.__sub = function(a, b) return V.new(x(a) - x(b)) end
                V.__unm = function(a) return V.new(-a.x) end
                V.__eq = function(a, b) return a.x == b.x end
                V.__lt = function(a, b) return a.x < b.x end
                V.__le = function(a, b) return a.x <= b.x end
                V.__len = function(a) return a.x end
                V.__call = function(self, y) return self.x + y end
                V.__concat = function(a, b) return x(a) .. '&' .. x(b) end
                V.__tostring = function(a) return 'V' .. a.x end
                function V.new(x) return setmetatable({ x = x }, V) end
                function V:double() return V.new(self.x * 2) end
                local a, b = V.new(1), V.new(2)
                return a + b, a - b, -a, a == V.new(1), a ~= b, a < b, a >= b, #b, a(10),
                    a .. b, 'x' .. a, a .. 1, b:double(), 1 - b
                """))
        .isEqualTo("V3, V-1, V-1, true, true, true, false, 2, 11, 1&2, x&1, 1&1, V4, V-1");
    assertThat(
            run(
                """
                local log = {}
                local t = setmetatable({}, {
                  __index = function(t, k) return k .. '!' end,
                  __newindex = function(t, k, v) rawset(t, k, v * 2) end })
                t.a = 1
                t.a = 5
                return t.a, t.b, rawget(t, 'b')
                """))
        .isEqualTo("5, b!, nil");
    assertThat(
            run(
                """
                local base = { name = 'base' }
                local mid = setmetatable({}, { __index = base })
                local store = {}
                local t = setmetatable({}, { __index = mid, __newindex = store })
                t.x = 1
                return t.name, rawget(t, 'x'), store.x
                """))
        .isEqualTo("base, nil, 1");
    assertThat(run("return getmetatable(setmetatable({}, { __metatable = 'locked' }))"))
        .isEqualTo("locked");
    assertThat(run("return pcall(setmetatable, setmetatable({}, { __metatable = 1 }), {})"))
        .isEqualTo("false, cannot change a protected metatable");
  }

  @Test
  void shouldProtectCalls() {
    assertThat(run("return pcall(function() error('x') end)")).isEqualTo("false, script:7: x");
    assertThat(run("return pcall(error, 'x')")).isEqualTo("false, x");
    assertThat(run("return pcall(error, { 1 }) == false")).isEqualTo("true");
    assertThat(run("return pcall(function(...) return ... end, 1, 2)")).isEqualTo("true, 1, 2");
    assertThat(run("return pcall(function() local a = nil; return a.b end)"))
        .isEqualTo("false, script:7: attempt to index local 'a' (a nil value)");
    assertThat(run("return pcall(pcall)"))
        .isEqualTo("false, bad argument #1 to 'pcall' (value expected)");
    assertThat(run("return select(2, pcall(function() error('deep', 2) end))")).isEqualTo("deep");
    assertThat(
            run("return xpcall(function() error('x', 0) end, function(e) return e .. '!', 2 end)"))
        .isEqualTo("false, x!, 2");
    assertThat(run("return xpcall(function(a, b) return a + b end, print, 3, 4)"))
        .isEqualTo("true, 7");
    assertThat(run("return xpcall(error, function(e) error('again', 0) end)"))
        .isEqualTo("false, again");
    assertThat(
            run(
                """
                local function check(x) if not x then error('no x', 2) end end
                local ok, e = pcall(function()
                  check(nil)
                end)
                return e
                """))
        .isEqualTo("script:9: no x");
  }

  @Test
  void shouldIterate() {
    assertThat(
            run(
                """
                local s = ''
                for k, v in pairs({ 10, 20, x = 'y', 30 }) do s = s .. tostring(k) .. v .. ' ' end
                return s
                """))
        .isEqualTo("110 220 330 xy ");
    assertThat(run("local s = '' for i, v in ipairs({ 1, 2, nil, 4 }) do s = s .. v end return s"))
        .isEqualTo("12");
    assertThat(
            run(
                """
                local t = { 1, 2, 3, a = 1, b = 2, c = 3 }
                local n = 0
                for k in pairs(t) do t[k] = nil n = n + 1 end
                return n, next(t)
                """))
        .isEqualTo("6, nil");
    assertThat(
            run(
                """
                local t = setmetatable({}, { __pairs = function(t) return function(_, k)
                  if not k then return 1, 'one' end end, t, nil end })
                for k, v in pairs(t) do return k, v end
                """))
        .isEqualTo("1, one");
    assertThat(run("return next({}), next({ 5 }), pcall(next, {}, 'x')"))
        .isEqualTo("nil, 1, false, invalid key to 'next'");
  }

  @Test
  void shouldTreatTablesAsTheManualSays() {
    assertThat(run("local t = {} t[1.0] = 'a' t[2^53] = 'b' return t[1], t[2^53]"))
        .isEqualTo("a, b");
    assertThat(run("local t = { 1, 2, 3 } t[#t] = nil t[#t + 1] = 'x' return #t, t[3]"))
        .isEqualTo("3, x");
    assertThat(run("local t = {} for i = 10, 1, -1 do t[i] = i end return #t")).isEqualTo("10");
    assertThat(run("local t = {} t[-0] = 'z' return t[0]")).isEqualTo("z");
    assertThat(run("return pcall(function() local t = {} t[nil] = 1 end)"))
        .contains("table index is nil");
    assertThat(run("return pcall(function() local t = {} t[0/0] = 1 end)"))
        .contains("table index is NaN");
    assertThat(run("local t = {} return t[nil], t[0/0]")).isEqualTo("nil, nil");
  }

  @Test
  void shouldGiveEachRunItsOwnNumbersForTables() {
    String numbers = run("local a, b = {}, print return a, b, a");

    assertThat(numbers).isEqualTo("table: 0x00000001, function: 0x00000002, table: 0x00000001");
  }

  @Test
  void shouldChangeEnvironments() {
    assertThat(run("local _ENV = { x = 5 } return x")).isEqualTo("5");
    assertThat(run("x = 3 return _G.x, _ENV.x, _G == _ENV, _G._G == _G"))
        .isEqualTo("3, 3, true, true");
  }

  @Test
  void shouldCloseVariablesThatAGotoLeaves() {
    assertThat(
            run(
                """
                local f = {}
                local i = 0
                ::again::
                do
                  local x = i
                  f[#f + 1] = function() return x end
                  i = i + 1
                  if i < 3 then goto again end
                end
                return f[1](), f[2](), f[3]()
                """))
        .isEqualTo("0, 1, 2");
  }
}
