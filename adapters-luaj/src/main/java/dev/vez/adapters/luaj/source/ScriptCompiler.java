package dev.vez.adapters.luaj.source;

import dev.vez.adapters.luaj.vm.Prototype;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.luaj.vm2.LuaError;
import org.luaj.vm2.compiler.LuaC;
import org.luaj.vm2.lib.jse.JseMathLib;

/** Compiles scripts. May be used by several threads at once. */
public final class ScriptCompiler {

  private static final String CHUNK = "=script";
  private static final Pattern PLACED = Pattern.compile("script:(\\d+): (.*)", Pattern.DOTALL);
  private static final Pattern TOKEN = Pattern.compile("unexpected symbol (-?\\d+) \\(.*\\)");
  private static final int FIRST_WORD = 257;

  /** What LuaJ's token numbers from 257 on stand for. */
  private static final String[] WORDS = {
    "'and'",
    "'break'",
    "'do'",
    "'else'",
    "'elseif'",
    "'end'",
    "'false'",
    "'for'",
    "'function'",
    "'goto'",
    "'if'",
    "'in'",
    "'local'",
    "'nil'",
    "'not'",
    "'or'",
    "'repeat'",
    "'return'",
    "'then'",
    "'true'",
    "'until'",
    "'while'",
    "'..'",
    "'...'",
    "'=='",
    "'>='",
    "'<='",
    "'~='",
    "'::'",
    "end of the script",
    "number",
    "name",
    "string",
  };

  /**
   * Lets the compiler fold constants with {@link Math#pow}: unless its library for the JDK has been
   * made once, LuaJ uses an approximation that makes {@code 2 ^ -1074} nothing.
   */
  @SuppressWarnings("unused")
  private static final JseMathLib EXACT_POWERS = new JseMathLib();

  private final int sourceBytesMax;

  /**
   * A compiler.
   *
   * @param sourceBytesMax longest source that it takes, in bytes of UTF-8
   */
  public ScriptCompiler(int sourceBytesMax) {
    this.sourceBytesMax = sourceBytesMax;
    warmUp();
  }

  /**
   * Compiles a script to its main function.
   *
   * @throws SyntaxException if it is not valid Lua 5.2 source text of a size that is allowed
   */
  public Prototype compile(String text) {
    String source = text.startsWith("\uFEFF") ? text.substring(1) : text; // a byte order mark
    byte[] bytes = source.getBytes(StandardCharsets.UTF_8);
    if (bytes.length > sourceBytesMax) {
      throw new SyntaxException(
          "the script is "
              + bytes.length
              + " bytes long; the limit is "
              + sourceBytesMax
              + " bytes (limits.script_bytes_max)");
    }
    if (source.startsWith("\33")) {
      throw new SyntaxException("line 1: compiled Lua is not accepted, only source text");
    }
    SourceScanner.check(source);
    SourceStream stream = new SourceStream(bytes);
    try {
      return PrototypeTranslator.translate(LuaC.instance.compile(stream, CHUNK));
    } catch (LuaError e) {
      throw inWords(String.valueOf(e.getMessage()), stream);
    } catch (IOException e) {
      throw new UncheckedIOException("The source is in memory, so reading it cannot fail", e);
    } catch (StackOverflowError e) {
      throw SyntaxException.at(stream.line(), "the script is nested too deeply");
    } catch (SyntaxException e) {
      throw e;
    } catch (RuntimeException e) {
      // What a valid script never makes it throw: a failed assertion, an index out of range.
      throw SyntaxException.at(
          stream.line(), "the compiler cannot make sense of this (" + e.getClass().getName() + ")");
    }
  }

  private static SyntaxException inWords(String message, SourceStream stream) {
    Matcher placed = PLACED.matcher(message);
    if (!placed.matches()) {
      return SyntaxException.at(stream.line(), message);
    }
    String problem = placed.group(2).replaceAll("\\p{Cntrl}+", " ");
    Matcher token = TOKEN.matcher(problem);
    if (token.matches()) {
      problem = "unexpected " + nameOf(Integer.parseInt(token.group(1)));
    }
    if (problem.startsWith("no visible label 'break'")) {
      problem = "break outside a loop";
    }
    return SyntaxException.at(
        Integer.parseInt(placed.group(1)),
        problem.replace("'<name>'", "a name").replace("'<eos>'", "the end of the script"));
  }

  private static String nameOf(int token) {
    if (token >= FIRST_WORD && token < FIRST_WORD + WORDS.length) {
      return WORDS[token - FIRST_WORD];
    }
    return token > ' ' && token < 127 ? "'" + (char) token + "'" : "character " + token;
  }

  /**
   * Lets the JVM initialise the compiler's classes here rather than deep within a nested script,
   * where a stack overflow could leave a class unusable for ever.
   */
  private void warmUp() {
    compile(
        """
        local a, b = 1, { 2; x = 3.5, ["y"] = "z" }
        for i = 1, 2 do b[i] = -a + #b * 2 ^ 3 / 4 % 5 - 6 end
        for k, v in pairs(b) do if k == v and not a or a < 1 then goto out elseif a then break end end
        while a do repeat local c = function(...) return a, ... end until c() end
        ::out::
        function b.f(x) return b:g(x .. "y", [[z]]) end
        """);
  }
}
