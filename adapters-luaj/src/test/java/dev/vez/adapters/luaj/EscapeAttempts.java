package dev.vez.adapters.luaj;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Ways out of a sandbox, or to hold up a broker, by the class of hole that each of them tries. Each
 * is the body of a hook.
 */
final class EscapeAttempts {

  /** Holes that scripting engines on the JVM have had. */
  enum Hole {
    JAVA_CLASSES,
    REQUIRE_OF_CLASSES,
    FILES,
    BYTECODE,
    STRINGS_THAT_GROW,
    PATTERNS_THAT_BACKTRACK,
    WORK_INSIDE_THE_LIBRARY,
    LIMITS_CAUGHT,
    SHARED_METATABLES,
    COROUTINES_AS_THREADS,
    ANSWERS_THAT_DIFFER,
    MEMORY
  }

  /**
   * An attempt.
   *
   * @param body of the function; where it returns, what it returns is the fairness key
   * @param ending part of the reason for which it fails, or {@code =} and the key that it gets
   */
  record Attempt(Hole hole, String body, String ending) {
    @Override
    public String toString() {
      return hole + ": " + (body.length() > 70 ? body.substring(0, 70) + "..." : body);
    }
  }

  static final String STEPS = "took more than the 1000000 steps that lua.default_timeout_ms allows";
  static final String BYTES =
      "used more than the 1048576 bytes that lua.default_memory_limit_bytes allows";

  private static final String NIL = "a nil value";

  private EscapeAttempts() {}

  static List<Attempt> all() {
    return Stream.of(
            javaClasses(),
            requireOfClasses(),
            files(),
            bytecode(),
            strings(),
            patterns(),
            library(),
            limitsCaught(),
            metatables(),
            coroutines(),
            answers(),
            memory())
        .flatMap(List::stream)
        .toList();
  }

  private static List<Attempt> javaClasses() {
    return of(
        Hole.JAVA_CLASSES,
        "luajava.bindClass('java.lang.System').exit(1)",
        NIL,
        "luajava.newInstance('java.io.File', '/etc/passwd')",
        NIL,
        "_G.luajava.bindClass('java.lang.Runtime')",
        NIL,
        "_ENV['lua' .. 'java'].loadLib('x', 'y')",
        NIL,
        "rawget(_G, 'luajava').createProxy('java.lang.Runnable', {})",
        NIL,
        "java.lang.System.exit(1)",
        NIL,
        "Packages.java.lang.System.exit(1)",
        NIL,
        "return type(('').getClass)",
        "=nil",
        "return type((1).getClass)",
        "attempt to index a number value",
        "return type(print.class)",
        "attempt to index",
        "return tostring(msg):match('@%x+') or 'none'",
        "=none",
        "for _, v in pairs(_G) do if type(v) == 'userdata' then return 'found' end end return 'none'",
        "=none");
  }

  private static List<Attempt> requireOfClasses() {
    return of(
        Hole.REQUIRE_OF_CLASSES,
        "require('java.lang.System')",
        NIL,
        "_G.require('org.luaj.vm2.lib.jse.LuajavaLib')",
        NIL,
        "pcall(require, 'dev.vez.app.Vez') return type(require)",
        "=nil",
        "package.loaders[1]('java.lang.System')",
        NIL,
        "package.searchers[3]('java.lang.System')",
        NIL,
        "package.preload.x = print",
        NIL,
        "module('x', package.seeall)",
        NIL,
        "return type(_LOADED) .. type(_PRELOAD)",
        "=nilnil",
        "setmetatable(_G, { __index = function(_, k) return require end }) return type(foo)",
        "stack overflow");
  }

  private static List<Attempt> files() {
    return of(
        Hole.FILES,
        "loadfile('/etc/passwd')",
        NIL,
        "dofile('/etc/passwd')",
        NIL,
        "io.open('/etc/passwd'):read('*a')",
        NIL,
        "io.popen('id')",
        NIL,
        "for line in io.lines('/etc/passwd') do return line end",
        NIL,
        "os.execute('id')",
        NIL,
        "os.remove('data')",
        NIL,
        "os.getenv('HOME')",
        NIL,
        "os.tmpname()",
        NIL,
        "package.path = '/?' require('etc/passwd')",
        NIL,
        "package.cpath = '/tmp/?.so'",
        NIL,
        "return type(vez.get('../../etc/passwd')) .. type(vez.get('auth.bootstrap_apikey'))",
        "=nilnil",
        "return type(debug) .. type(io) .. type(os)",
        "=nilnilnil");
  }

  private static List<Attempt> bytecode() {
    return of(
        Hole.BYTECODE,
        "load('\\27LuaR\\0')()",
        NIL,
        "loadstring('\\27Lua')",
        NIL,
        "string.dump(function() end)",
        NIL,
        "(''):dump()",
        NIL,
        "_ENV['load'](function() return nil end)",
        NIL,
        "return type(string.dump) .. type(load) .. type(loadstring)",
        "=nilnilnil",
        "return tostring(select('#', load))",
        "=1",
        "debug.getinfo(1).func()",
        NIL,
        "debug.setupvalue(print, 1, nil)",
        NIL);
  }

  private static List<Attempt> strings() {
    return of(
        Hole.STRINGS_THAT_GROW,
        "('x'):rep(1e9)",
        BYTES,
        "('x'):rep(2147483648)",
        BYTES,
        "('xy'):rep(1073741825)",
        BYTES,
        "('x'):rep(9e18)",
        BYTES,
        "string.rep('x', 4e9, string.rep('y', 1000))",
        BYTES,
        "local r = string.rep while true do r('x', 500000) end",
        BYTES,
        "local s = 'x' for i = 1, 64 do s = s .. s end",
        BYTES,
        "string.format('%999999999d', 1)",
        "too long",
        "string.format('%.999999999f', 1)",
        "too long",
        "local s = '%s' for i = 1, 40 do s = s:gsub('%%s', '%%%%s%%%%s') end",
        "",
        "local t = {} for i = 1, 1000 do t[i] = ('x'):rep(1000) end return table.concat(t)",
        BYTES,
        "local s = ('x'):rep(1000) local t = {} for i = 1, 100 do t[i] = s end"
            + " for i = 1, 100 do table.concat(t, s) end",
        BYTES,
        "local s = ('x'):rep(1000) while true do s = s:gsub('.', '%0%0') end",
        "",
        "local s = 'x' while true do s = s:upper() .. s:lower() .. s:reverse() end",
        BYTES,
        "local t = setmetatable({}, { __concat = function(a, b) return b .. b end })"
            + " local s = 'x' while true do s = t .. s end",
        BYTES,
        "local t = setmetatable({}, { __tostring = function() return ('x'):rep(1e9) end })"
            + " return tostring(t)",
        BYTES);
  }

  private static List<Attempt> patterns() {
    return of(
        Hole.PATTERNS_THAT_BACKTRACK,
        "(('a'):rep(30)):find(('a?'):rep(30) .. ('a'):rep(30) .. 'b')",
        STEPS,
        "(('a'):rep(100)):match(('a*'):rep(10) .. 'b')",
        STEPS,
        "(('a'):rep(100)):match(('a-'):rep(10) .. 'b')",
        STEPS,
        "(('a'):rep(100)):match(('a+'):rep(10) .. 'b')",
        STEPS,
        "(('a'):rep(5000)):gsub('a*a*a*b', '')",
        STEPS,
        "for _ in (('a'):rep(5000)):gmatch('a*a*a*b') do end",
        STEPS,
        "(('a'):rep(3000)):find('(a*)(a*)%1%2b')",
        STEPS,
        "(('('):rep(100000)):find('%b()')",
        STEPS,
        "while true do (('ab'):rep(5000)):gsub('%f[a]%f[a]%f[a]b*x', '') end",
        "",
        "local p = '[' .. ('a-z'):rep(20000) .. ']' return (('0'):rep(20000)):find(p)",
        STEPS,
        "while true do (msg.headers.big):find('x*x*x*y') end",
        STEPS,
        "local f = string.find while true do pcall(f, ('a'):rep(1000), 'a*a*a*a*b') end",
        "",
        "('a'):find(('('):rep(100))",
        "too many captures",
        "(('a'):rep(400)):find(('a?'):rep(400))",
        "pattern too complex");
  }

  private static List<Attempt> library() {
    return of(
        Hole.WORK_INSIDE_THE_LIBRARY,
        "table.sort({ 3, 2, 1 }, function() while true do end end)",
        STEPS,
        "local t = {} for i = 1, 10000 do t[i] = -i end for i = 1, 1e6 do table.sort(t) end",
        STEPS,
        "local t = {} for i = 1, 20000 do t[i] = 1 end while true do table.remove(t, 1) end",
        STEPS,
        "table.concat(setmetatable({}, { __index = function() return 'x' end }), '', 1, 1e9)",
        "an element is a nil",
        "local t = {} for i = 1, 7000 do t[i] = 1 end while true do table.unpack(t) end",
        "",
        "while true do tonumber(('9'):rep(1000), 36) end",
        "",
        "local s = ('9'):rep(100000) while true do tonumber(s) end",
        STEPS,
        "while true do math.max(table.unpack({ 1, 2, 3 })) end",
        "",
        "while true do select('#', table.unpack({}, 1, 200)) end",
        "",
        "local s = ('x'):rep(100000) while true do s:byte(1, 100) end",
        "",
        "while true do next(_G) end",
        STEPS,
        "while true do rawequal(msg.headers.big, msg.headers.big) end",
        STEPS,
        "while true do vez.get(msg.headers.big) end",
        STEPS,
        "while true do math.randomseed(1) math.random() end",
        STEPS,
        "while true do string.format('%q', msg.headers.big) end",
        "",
        "while true do print(print) end",
        "");
  }

  private static List<Attempt> limitsCaught() {
    return of(
        Hole.LIMITS_CAUGHT,
        "while true do pcall(function() while true do end end) end",
        STEPS,
        "pcall(function() while true do end end) return 'safe'",
        STEPS,
        "xpcall(function() while true do end end, function() return 'caught' end) return 'safe'",
        STEPS,
        "local ok = pcall(string.rep, 'x', 1e9) return tostring(ok)",
        BYTES,
        "local ok = pcall(string.find, ('a'):rep(99), ('a*'):rep(12) .. 'b') return tostring(ok)",
        STEPS,
        "pcall(pcall, pcall, function() while true do end end)",
        STEPS,
        "setmetatable(_G, { __index = function() while true do end end }) pcall(function() x() end)",
        STEPS,
        "local function f() pcall(f) f() end f()",
        "",
        "local function f() return pcall(f) end while true do f() end",
        "",
        "local function f() f() end local ok, e = pcall(f) return tostring(ok)",
        "=false",
        "error(setmetatable({}, { __tostring = function() while true do end end }))",
        "raised a table",
        "local t = setmetatable({}, { __gc = function() while true do end end }) t = nil return 'safe'",
        "=safe");
  }

  private static List<Attempt> metatables() {
    return of(
        Hole.SHARED_METATABLES,
        "getmetatable('').__index.upper = nil",
        "index a boolean value",
        "getmetatable('').__index = function() return 1 end",
        "index a boolean value",
        "setmetatable('', {})",
        "bad argument",
        "string.upper = nil",
        "read-only",
        "rawset(string, 'format', nil)",
        "read-only",
        "table.insert(string, 1)",
        "read-only",
        "setmetatable(string, { __index = _G })",
        "read-only",
        "_G.string.rep = nil",
        "read-only",
        "string = nil return ('a'):upper()",
        "=A",
        "getmetatable(1).__add = print",
        "index",
        "getmetatable(print).__call = print",
        "index",
        "getmetatable(nil).__index = _G",
        "index",
        "debug.setmetatable(1, {})",
        NIL,
        "vez.get = function() return 'x' end",
        "read-only",
        "leaked = (leaked or 0) + 1 return tostring(leaked)",
        "=1");
  }

  private static List<Attempt> coroutines() {
    return of(
        Hole.COROUTINES_AS_THREADS,
        "coroutine.create(function() end)",
        NIL,
        "while true do coroutine.wrap(function() coroutine.yield() end)() end",
        NIL,
        "coroutine.running()",
        NIL,
        "return type(coroutine)",
        "=nil",
        "_ENV['coroutine'].resume()",
        NIL);
  }

  private static List<Attempt> answers() {
    return of(
        Hole.ANSWERS_THAT_DIFFER,
        "return os.time()",
        NIL,
        "return os.clock()",
        NIL,
        "return tostring({}) .. tostring({})",
        "=table: 0x00000001table: 0x00000002",
        "return tostring(print)",
        "=",
        "local s = '' for k in pairs({ x = 1, y = 2, z = 3, w = 4 }) do s = s .. k end return s",
        "=xyzw",
        "local s = '' for k in pairs(msg) do s = s .. k .. ' ' end return s",
        "=",
        "math.randomseed(7) return math.random(1e9)",
        "=",
        "collectgarbage('count')",
        NIL);
  }

  private static List<Attempt> memory() {
    return of(
        Hole.MEMORY,
        "local t = {} while true do t[#t + 1] = 1 end",
        BYTES,
        "local t = {} while true do t[#t + 1] = {} end",
        BYTES,
        "local t = {} local i = 0 while true do i = i + 1 t['k' .. i] = i end",
        BYTES,
        "local t while true do t = { t } end",
        BYTES,
        "local f while true do local g = f f = function() return g end end",
        BYTES,
        "local t = {} for i = 1, 40 do t[2 ^ i] = i end while true do t = { t, t, t, t } end",
        BYTES,
        "local function f(...) return f(1, ...) end return f()",
        BYTES,
        "local t = { table.unpack({}, 1, 7000) } while true do t = { table.unpack(t, 1, 7000) } end",
        BYTES,
        "while true do local a, b, c = {}, {}, {} end",
        BYTES,
        "local s = '' while true do s = s .. 'x' end",
        BYTES,
        "while true do (function(...) return select('#', ...) end)(1, 2, 3, 4, 5, 6, 7, 8) end",
        "");
  }

  private static List<Attempt> of(Hole hole, String... bodiesAndEndings) {
    List<Attempt> attempts = new ArrayList<>();
    for (int i = 0; i < bodiesAndEndings.length; i += 2) {
      attempts.add(new Attempt(hole, bodiesAndEndings[i], bodiesAndEndings[i + 1]));
    }
    return attempts;
  }
}
