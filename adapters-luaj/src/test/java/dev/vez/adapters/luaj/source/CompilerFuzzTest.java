package dev.vez.adapters.luaj.source;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Whatever the text, compiling it ends, in code or in one line. */
class CompilerFuzzTest {

  private static final List<String> TOKENS =
      List.of(
          "and",
          "break",
          "do",
          "else",
          "elseif",
          "end",
          "false",
          "for",
          "function",
          "goto",
          "if",
          "in",
          "local",
          "nil",
          "not",
          "or",
          "repeat",
          "return",
          "then",
          "true",
          "until",
          "while",
          "+",
          "-",
          "*",
          "/",
          "%",
          "^",
          "#",
          "==",
          "~=",
          "<=",
          ">=",
          "<",
          ">",
          "=",
          "(",
          ")",
          "{",
          "}",
          "[",
          "]",
          "::",
          ";",
          ":",
          ",",
          ".",
          "..",
          "...",
          "a",
          "b",
          "1",
          "'s'",
          "[[l]]",
          "x.y",
          "f()",
          "f{}",
          "\n",
          "--c\n",
          "'\\z",
          "\"",
          "[=[",
          "0x",
          "1e",
          "\\",
          "~",
          "&",
          "$",
          "\0");

  private final ScriptCompiler compiler = new ScriptCompiler(1 << 16);

  @Property(tries = 3_000)
  void shouldEndOnAnyTokens(@ForAll("tokens") List<String> tokens) {
    check(String.join(" ", tokens));
  }

  @Property(tries = 2_000)
  void shouldEndOnAnyText(@ForAll String text) {
    check(text);
  }

  @Provide
  Arbitrary<List<String>> tokens() {
    return Arbitraries.of(TOKENS).list().ofMaxSize(40);
  }

  private void check(String source) {
    try {
      compiler.compile(source);
    } catch (SyntaxException e) {
      assertThat(e.reason()).matches("line [1-9][0-9]*: .+|the script is .+");
      assertThat(e.reason()).doesNotContain("the compiler cannot make sense");
    }
  }
}
