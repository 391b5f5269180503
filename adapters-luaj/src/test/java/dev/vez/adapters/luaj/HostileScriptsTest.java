package dev.vez.adapters.luaj;

import static dev.vez.adapters.luaj.TestScripts.compile;
import static dev.vez.adapters.luaj.TestScripts.input;
import static org.assertj.core.api.Assertions.assertThat;

import dev.vez.ports.scheduling.EnqueueHook;
import dev.vez.ports.scheduling.EnqueueVerdict;
import dev.vez.ports.scheduling.HookCompiler.Compiled;
import dev.vez.ports.scheduling.HookResult;
import dev.vez.ports.scheduling.HookResult.Decided;
import dev.vez.ports.scheduling.HookResult.Failed;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Scripts that mean harm: each ends by a count, the same way each time, and leaves others unharmed.
 * The time-out is there only so that a script which hangs fails its test instead of the build.
 */
@Timeout(value = 2, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class HostileScriptsTest {

  private static final String STEPS =
      "took more than the 1000000 steps that lua.default_timeout_ms allows";
  private static final String BYTES =
      "used more than the 1048576 bytes that lua.default_memory_limit_bytes allows";

  /** Uses all that a script of another queue could have broken. */
  private static final String NEIGHBOUR =
      """
      local function check(...) for i = 1, select('#', ...) do assert((select(i, ...))) end end
      function on_enqueue(msg)
        local t = setmetatable({ 3, 1, 2 }, { __index = function(_, k) return k end })
        table.sort(t)
        check(t[1] == 1, t.x == 'x', ('ab'):upper() == 'AB', ('ab'):rep(2) == 'abab')
        check(string.format('%d', 7) == '7', ('a,b'):find(',') == 2, #('x' .. 1) == 2)
        check(math.floor(1.5) == 1, tostring(nil) == 'nil', tonumber('5') == 5, pcall(type, 1))
        check(leaked == nil, string.leaked == nil, _G.string == string, next({}) == nil)
        check(not pcall(function() string.x = 1 end), getmetatable('') == false)
        return { fairness_key = msg.headers.tenant, weight = 2 }
      end
      """;

  /**
   * A script.
   *
   * @param name what it tries
   * @param body of its function
   * @param ending part of the reason for which it fails, or {@link #DECIDES}
   */
  record Hostile(String name, String body, String ending) {
    @Override
    public String toString() {
      return name;
    }
  }

  private static final String DECIDES = "decides";

  private final LuaHookCompiler compiler = TestScripts.compiler();
  private final EnqueueHook neighbour = compile(compiler, NEIGHBOUR);

  @ParameterizedTest
  @MethodSource("hostileScripts")
  void shouldEndByACountAndHarmNobody(Hostile hostile) {
    EnqueueHook hook = compile(compiler, "function on_enqueue(msg) " + hostile.body() + "\nend");
    EnqueueHook.Input input = input(Map.of("tenant", "secret", "big", "x".repeat(8_000)));

    HookResult<EnqueueVerdict> result = hook.run(input);

    switch (result) {
      case Decided<EnqueueVerdict> decided -> assertThat(hostile.ending()).isEqualTo(DECIDES);
      case Failed<EnqueueVerdict>(String reason) ->
          assertThat(reason)
              .contains(hostile.ending())
              .doesNotContain("\n", "secret", "xxxx", "internal error");
    }
    assertThat(hook.run(input)).isEqualTo(result);
    assertThatNeighbourWorks();
  }

  @ParameterizedTest
  @MethodSource("hostileSources")
  void shouldEndAlsoWhereItRunsWhileCompiling(String source) {
    Compiled<?> compiled = compiler.compileOnEnqueue(source);

    assertThat(compiled).isInstanceOf(Compiled.Refused.class);
    assertThat(((Compiled.Refused<?>) compiled).reason()).isNotEmpty().doesNotContain("\n");
    assertThat(compiler.compileOnEnqueue(source)).isEqualTo(compiled);
    assertThatNeighbourWorks();
  }

  private void assertThatNeighbourWorks() {
    assertThat(neighbour.run(input(Map.of("tenant", "acme"))))
        .isEqualTo(new Decided<>(new EnqueueVerdict("acme", 2, List.of())));
  }

  static Stream<String> hostileSources() {
    return Stream.of(
        "while true do end",
        "local s = 'x' while true do s = s .. s end",
        "on_enqueue = ('x'):rep(1e9)",
        "error(setmetatable({}, { __tostring = function() while true do end end }))",
        "\33Lua",
        "\33LuaR\0\1\4\4\4\10\0",
        "x = '\\z",
        "x = " + "(".repeat(30_000),
        "x = " + "{".repeat(30_000),
        "x = " + "-".repeat(1_000) + " 1",
        "x = a" + ".b".repeat(20_000) + " =",
        "x = " + "a..".repeat(15_000) + "a",
        "a" + ",a".repeat(30_000) + " = 1",
        "if a then ".repeat(5_000),
        "function f() ".repeat(4_000),
        "do ".repeat(20_000),
        "::a:: ".repeat(9_000),
        "goto a ".repeat(9_000),
        "x = 1" + "1".repeat(60_000) + "x",
        "x = 0x" + "f".repeat(60_000) + "g",
        "local a " + "local a ".repeat(300),
        "x = '" + "\\".repeat(60_001),
        "--[" + "=".repeat(60_000) + "[",
        "return (" + "f".repeat(60_000));
  }

  static Stream<Hostile> hostileScripts() {
    return Stream.of(
            loops(), patterns(), strings(), tables(), recursion(), metatables(), escapes(), calls())
        .flatMap(List::stream);
  }

  private static List<Hostile> loops() {
    return List.of(
        new Hostile("loop", "while true do end", STEPS),
        new Hostile("goto", "::again:: goto again", STEPS),
        new Hostile("repeat", "repeat until false", STEPS),
        new Hostile("for to infinity", "for i = 1, math.huge do end", STEPS),
        new Hostile("for with step 0", "for i = 1, 1, 0 do end", STEPS),
        new Hostile("for with a step that is lost", "for i = 2^53, 2^54, 0.1 do end", STEPS),
        new Hostile("loop in pcall", "pcall(function() while true do end end)", STEPS),
        new Hostile("loop over pcall", "while true do pcall(error, 'x') end", STEPS),
        new Hostile(
            "loop in pcall in loop",
            "while true do pcall(function() while true do end end) end",
            STEPS),
        new Hostile(
            "loop in the handler of xpcall",
            "xpcall(error, function() while true do end end)",
            STEPS),
        new Hostile(
            "limit caught by xpcall",
            "while true do xpcall(function() while true do end end, function() end) end",
            STEPS),
        new Hostile("iterator without an end", "for _ in function() return 1 end do end", STEPS),
        new Hostile("empty iterator of gmatch", "while true do (''):gmatch('')() end", BYTES),
        new Hostile("next for ever", "local t = { 1 } while true do next(t) end", STEPS),
        new Hostile(
            "pairs over a table that is refilled",
            "local t = { a = 1 } for k in pairs(t) do t[k] = nil t[k .. 'x'] = 1 end",
            ""),
        new Hostile("tail calls", "local function f() return f() end return f()", STEPS));
  }

  private static List<Hostile> patterns() {
    return List.of(
        new Hostile(
            "pattern of many options",
            "return (('a'):rep(28)):find(('a?'):rep(28) .. ('a'):rep(28) .. 'b')",
            STEPS),
        new Hostile(
            "pattern of many stars", "return (('a'):rep(200)):find(('.*'):rep(20) .. 'b')", STEPS),
        new Hostile(
            "pattern of many lazy stars",
            "return (('a'):rep(200)):match(('.-'):rep(20) .. 'b')",
            STEPS),
        new Hostile(
            "pattern in gsub", "return (('a'):rep(1000)):gsub(('a*'):rep(10) .. 'b', '')", STEPS),
        new Hostile(
            "pattern in gmatch",
            "for _ in (('a'):rep(500)):gmatch(('a-'):rep(10) .. 'b') do end",
            STEPS),
        new Hostile(
            "quadratic pattern in a long header",
            "for i = 1, 1000 do msg.headers.big:find('x*x*y') end",
            STEPS),
        new Hostile(
            "balanced match over and over",
            "local s = ('('):rep(100000) return s:find('%b()')",
            STEPS),
        new Hostile(
            "frontier with a large set",
            "local s = ('a'):rep(5000) return s:gsub('%f[' .. ('b'):rep(5000) .. ']', '')",
            STEPS),
        new Hostile(
            "set of thousands of characters",
            "local s = ('a'):rep(20000) return s:find('[' .. ('b'):rep(20000) .. ']')",
            STEPS),
        new Hostile(
            "back reference to a long capture",
            "local s = ('a'):rep(100000) while true do s:find('^(a*)%1b') end",
            STEPS),
        new Hostile(
            "plain search, quadratic",
            "local s = ('a'):rep(50000) while true do s:find(('a'):rep(25000) .. 'b', 1, true) end",
            ""),
        new Hostile(
            "deep pattern", "return (('a'):rep(500)):find(('a?'):rep(300))", "pattern too complex"),
        new Hostile(
            "deep captures", "return ('a'):find(('('):rep(40) .. ')')", "too many captures"));
  }

  private static List<Hostile> strings() {
    return List.of(
        new Hostile("rep bomb", "return ('x'):rep(2^30)", BYTES),
        new Hostile("rep beyond int", "return ('xxxx'):rep(2^30)", BYTES),
        new Hostile("rep beyond long", "return ('x'):rep(2^62, 'yyyyyyyy')", BYTES),
        new Hostile("rep of infinity", "return ('x'):rep(math.huge)", BYTES),
        new Hostile("rep without bytes", "return (''):rep(2^62)", "must return a table"),
        new Hostile("rep of rep", "return ((('x'):rep(1000)):rep(1000)):rep(1000)", BYTES),
        new Hostile("rep in pcall", "pcall(string.rep, 'x', 2^40) while true do end", BYTES),
        new Hostile("doubling", "local s = 'x' while true do s = s .. s end", BYTES),
        new Hostile(
            "doubling of a header",
            "local s = msg.headers.big while true do s = s .. s .. s .. s end",
            BYTES),
        new Hostile(
            "many short strings",
            "local t = {} local i = 0 while true do i = i + 1 t[i] = 'k' .. i end",
            BYTES),
        new Hostile("garbage", "local i = 0 while true do i = i + 1 local s = 'k' .. i end", BYTES),
        new Hostile(
            "format with a large width", "return string.format('%999999999d', 1)", "too long"),
        new Hostile(
            "format with a large precision", "return string.format('%.999999999f', 1)", "too long"),
        new Hostile(
            "format of many parts",
            "return string.format(('%99d'):rep(10000), table.unpack({}, 1, 7000))",
            ""),
        new Hostile("format in a loop", "while true do string.format('%99.99f', 1e308) end", STEPS),
        new Hostile(
            "format grows",
            "local s = 'x' while true do s = string.format('%s%s%s%s', s, s, s, s) end",
            BYTES),
        new Hostile(
            "concat grows",
            "local s = 'x' while true do s = table.concat({ s, s, s, s }, s) end",
            BYTES),
        new Hostile(
            "concat over a huge range",
            "return table.concat({}, 'x', 1, 2^53)",
            "element is a nil"),
        new Hostile(
            "gsub grows", "local s = 'xx' while true do s = s:gsub('x', '%0%0%0%0') end", BYTES),
        new Hostile(
            "gsub by a function",
            "local s = ('x'):rep(1000) return s:gsub('x', function() return s end)",
            BYTES),
        new Hostile(
            "gsub of nothing",
            "local s = ('x'):rep(100000) while true do s:gsub('', 'yyyy') end",
            BYTES),
        new Hostile(
            "comparison of long strings",
            "local a, b = ('x'):rep(200000), ('x'):rep(200000) while true do local c = a == b end",
            STEPS),
        new Hostile(
            "order of long strings",
            "local a, b = ('x'):rep(200000), ('x'):rep(200000) while true do local c = a < b end",
            STEPS),
        new Hostile(
            "long strings as keys",
            "local t = { [('x'):rep(200000)] = 1 } local k = ('x'):rep(200000) "
                + "while true do local v = t[k] end",
            STEPS),
        new Hostile(
            "long strings as numbers",
            "local s = ('0'):rep(200000) .. '1' while true do local n = s + 1 end",
            STEPS),
        new Hostile(
            "tonumber of long strings",
            "local s = ('1'):rep(200000) while true do tonumber(s, 2) end",
            STEPS),
        new Hostile(
            "changes of long strings",
            "local s = ('x'):rep(100000) while true do s:upper() s:reverse() s:sub(2) end",
            BYTES),
        new Hostile(
            "numbers with hundreds of digits", "while true do local s = 2^-1074 .. '' end", ""),
        new Hostile("byte of a long string", "return (('x'):rep(10000)):byte(1, -1)", "too long"));
  }

  private static List<Hostile> tables() {
    return List.of(
        new Hostile("huge table", "local t = {} for i = 1, 1e9 do t[i] = i end", BYTES),
        new Hostile("huge map", "local t = {} for i = 1, 1e9 do t[i + 0.5] = i end", BYTES),
        new Hostile("tables of tables", "local t while true do t = { t } end", BYTES),
        new Hostile("huge sparse index", "local t = {} t[2^31] = 1 t[2^53] = 2 t[-1] = 3", "nil"),
        new Hostile(
            "keys that collide",
            """
            local t = {}
            local function keys(prefix, n)
              if n == 0 then t[prefix] = 1 return end
              keys(prefix .. 'Aa', n - 1)
              keys(prefix .. 'BB', n - 1)
            end
            keys('', 11)
            while true do local x = t['AaAaAaAaAaAaAaAaAaAaAa'] end
            """,
            ""),
        new Hostile(
            "next over a table emptied",
            "local t = {} for i = 1, 4000 do t['k' .. i] = 1 end "
                + "for k in pairs(t) do t[k] = nil end while true do next(t) end",
            ""),
        new Hostile("huge unpack", "return table.unpack({}, 1, 1e8)", "too many results"),
        new Hostile(
            "unpack over the range of integers",
            "return table.unpack({}, -2^63, 2^63)",
            "too many results"),
        new Hostile(
            "unpack in a loop", "while true do local t = { table.unpack({}, 1, 7000) } end", BYTES),
        new Hostile(
            "varargs that grow", "local function f(...) return f(1, ...) end return f()", BYTES),
        new Hostile(
            "sort without an order",
            "local t = {} for i = 1, 5000 do t[i] = i end "
                + "table.sort(t, function() return true end) while true do table.sort(t) end",
            STEPS),
        new Hostile(
            "sort with a loop as order",
            "table.sort({ 1, 2, 3 }, function() while true do end end)",
            STEPS),
        new Hostile(
            "insert at the front", "local t = {} while true do table.insert(t, 1, 1) end", ""),
        new Hostile(
            "remove from the front",
            "local t = {} for i = 1, 20000 do t[i] = 1 end "
                + "while true do table.remove(t, 1) t[#t + 1] = 1 end",
            STEPS),
        new Hostile(
            "closures", "local t = {} while true do t = { function() return t end } end", BYTES),
        new Hostile(
            "throttle keys without an end",
            "local t = {} for i = 1, 10000 do t[i] = true end return { throttle_keys = t }",
            DECIDES));
  }

  private static List<Hostile> recursion() {
    return List.of(
        new Hostile("recursion", "local function f() return 1 + f() end f()", "stack overflow"),
        new Hostile(
            "recursion in pcall",
            "local function f() return 1 + f() end while true do pcall(f) end",
            STEPS),
        new Hostile(
            "recursion by pcall",
            "local function f() return select(2, pcall(f)) end local x = f()",
            ""),
        new Hostile(
            "pcall of pcall",
            "return pcall(" + "pcall, ".repeat(180) + "error)",
            "must return a table"),
        new Hostile(
            "recursion by sort",
            "local function f() table.sort({ 1, 2 }, f) end f()",
            "stack overflow"),
        new Hostile(
            "recursion by gsub",
            "local function f() return (('x'):gsub('x', f)) end f()",
            "stack overflow"),
        new Hostile(
            "recursion by tostring",
            "local t = setmetatable({}, { __tostring = tostring }) tostring(t)",
            "stack overflow"),
        new Hostile(
            "recursion by format",
            "local t t = setmetatable({}, { __tostring = function() "
                + "return string.format('%s', t) end }) tostring(t)",
            "stack overflow"));
  }

  private static List<Hostile> metatables() {
    return List.of(
        new Hostile(
            "__index to itself",
            "local t = {} setmetatable(t, { __index = t }) return t.x",
            "loop in __index"),
        new Hostile(
            "__newindex to itself",
            "local t = {} setmetatable(t, { __newindex = t }) t.x = 1",
            "loop in __newindex"),
        new Hostile(
            "__index by a function of itself",
            "local t t = setmetatable({}, { __index = function(_, k) return t[k .. 'x'] end }) "
                + "return t.x",
            "stack overflow"),
        new Hostile(
            "long chains of __index",
            "local t = {} for i = 1, 90 do t = setmetatable({}, { __index = t }) end "
                + "while true do local x = t.y end",
            STEPS),
        new Hostile(
            "__call of itself",
            "local t = {} setmetatable(t, { __call = t }) t()",
            "attempt to call local 't' (a table value)"),
        new Hostile(
            "__call that calls itself",
            "local t = {} setmetatable(t, { __call = function(s, ...) return 1 + s(...) end }) t()",
            "stack overflow"),
        new Hostile(
            "__eq without an end",
            "local m = {} m.__eq = function(a, b) return a == b end "
                + "return setmetatable({}, m) == setmetatable({}, m)",
            "stack overflow"),
        new Hostile(
            "__concat that grows",
            "local t = setmetatable({}, { __concat = function(a, b) return a end }) "
                + "while true do t = t .. 'x' end",
            STEPS),
        new Hostile(
            "__gc, which does not exist",
            "for i = 1, 100 do setmetatable({}, { __gc = function() while true do end end }) end "
                + "return {}",
            DECIDES),
        new Hostile(
            "weak tables",
            "local t = setmetatable({}, { __mode = 'kv' }) for i = 1, 1e9 do t[i] = {} end",
            BYTES),
        new Hostile(
            "__tostring of an error",
            "error(setmetatable({}, { __tostring = function() while true do end end }))",
            "raised a table"),
        new Hostile(
            "__tostring of the fairness key",
            "return { fairness_key = setmetatable({}, "
                + "{ __tostring = function() while true do end end }) }",
            DECIDES),
        new Hostile(
            "__index of the result",
            "return setmetatable({}, { __index = function() while true do end end })",
            STEPS),
        new Hostile(
            "__len of throttle keys",
            "return { throttle_keys = setmetatable({}, { __len = function() return 1e9 end }) }",
            DECIDES),
        new Hostile(
            "__pairs without an end",
            "for _ in pairs(setmetatable({}, { __pairs = function() "
                + "return function() return 1 end end })) do end",
            STEPS),
        new Hostile("__metatable", "setmetatable(string, { __metatable = 1 })", "read-only"));
  }

  private static List<Hostile> escapes() {
    return List.of(
        new Hostile("metatable of strings", "getmetatable('').__index = nil", "a boolean value"),
        new Hostile(
            "methods of strings", "getmetatable('').__index.upper = nil", "a boolean value"),
        new Hostile("string library", "string.upper = function() return 'x' end", "read-only"),
        new Hostile("new field of a library", "string.leaked = 1", "read-only"),
        new Hostile("rawset of a library", "rawset(string, 'leaked', 1)", "read-only"),
        new Hostile("insert into a library", "table.insert(math, 1)", "read-only"),
        new Hostile("metatable of a library", "setmetatable(math, {})", "read-only"),
        new Hostile("globals", "leaked = 1 pairs = nil string = nil return {}", DECIDES),
        new Hostile(
            "metatable of globals",
            "setmetatable(_G, { __index = function(_, k) return k end }) return {}",
            DECIDES),
        new Hostile("load", "return load('return 1')()", "global 'load' (a nil value)"),
        new Hostile("loadstring", "return loadstring('return 1')", "'loadstring' (a nil value)"),
        new Hostile("loadfile", "return loadfile('/etc/passwd')", "'loadfile' (a nil value)"),
        new Hostile("dofile", "return dofile('/etc/passwd')", "'dofile' (a nil value)"),
        new Hostile("require", "return require('java.lang.System')", "'require' (a nil value)"),
        new Hostile("collectgarbage", "collectgarbage()", "'collectgarbage' (a nil value)"),
        new Hostile("os", "os.exit(1)", "global 'os' (a nil value)"),
        new Hostile("io", "io.open('/etc/passwd')", "global 'io' (a nil value)"),
        new Hostile("package", "return package.loaded", "global 'package' (a nil value)"),
        new Hostile("debug", "debug.sethook()", "global 'debug' (a nil value)"),
        new Hostile("coroutine", "coroutine.wrap(print)()", "global 'coroutine' (a nil value)"),
        new Hostile("luajava", "luajava.bindClass('java.lang.System')", "'luajava' (a nil value)"),
        new Hostile("dump", "string.dump(print)", "field 'dump' (a nil value)"),
        new Hostile("bytecode", "return load('\\27Lua')", "'load' (a nil value)"));
  }

  private static List<Hostile> calls() {
    return List.of(
        new Hostile("print in a loop", "while true do print(msg.headers.big) end", STEPS),
        new Hostile("tostring of new tables", "while true do tostring({}) end", STEPS),
        new Hostile(
            "errors in a loop", "while true do pcall(function() local a = nil + 1 end) end", STEPS),
        new Hostile("config in a loop", "while true do vez.get('x') end", STEPS),
        new Hostile("random in a loop", "while true do math.random(100) end", STEPS),
        new Hostile("error with a header", "error(msg.headers.tenant)", "may hold message content"),
        new Hostile(
            "error with a header in a table", "error({ msg.headers.tenant })", "raised a table"),
        new Hostile("no table", "return msg.headers.tenant", "must return a table"));
  }
}
