package dev.vez.adapters.luaj;

import java.nio.charset.StandardCharsets;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.StringLength;

/** The fuzz target on random inputs, so that it is known to work when {@code -Pfuzz} runs it. */
class ScriptFuzzTest {

  @Property(tries = 2_000)
  void shouldNeverFindAMistakeOfOurs(
      @ForAll @IntRange(max = 5) int kind,
      @ForAll @StringLength(max = 60) @CharRange(from = '\t', to = '~') String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    byte[] data = new byte[bytes.length + 1];
    data[0] = (byte) kind;
    System.arraycopy(bytes, 0, data, 1, bytes.length);

    ScriptFuzz.fuzzerTestOneInput(data);
  }
}
