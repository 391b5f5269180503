package dev.vez.engine.service;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class Utf8Test {

  @Property
  void shouldMeasureWhatEncodingGives(@ForAll("texts") String text) {
    assertThat(Utf8.sizeOf(text)).isEqualTo(text.getBytes(StandardCharsets.UTF_8).length);
  }

  @Test
  void shouldCountHalfASurrogatePairAsThree() {
    assertThat(Utf8.sizeOf("a\ud83d")).isEqualTo(4);
  }

  @Property
  void shouldCutAtTheLastCharacterThatFits(
      @ForAll("texts") String text, @ForAll @IntRange(max = 40) int bytesMax) {
    String cut = Utf8.cut(text, bytesMax);

    assertThat(text).startsWith(cut);
    assertThat(Utf8.sizeOf(cut)).isLessThanOrEqualTo(bytesMax);
    assertThat(new String(cut.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8))
        .as("no character is cut in two")
        .isEqualTo(cut);
    if (cut.length() < text.length()) {
      int next = text.offsetByCodePoints(cut.length(), 1);
      assertThat(Utf8.sizeOf(text.substring(0, next))).isGreaterThan(bytesMax);
    }
  }

  @Provide
  Arbitrary<String> texts() {
    return Arbitraries.of(
            "a", "\u0000", "\u007f", "\u0080", "\u07ff", "\u0800", "\uffff", "\ud83d\ude00")
        .list()
        .ofMaxSize(10)
        .map(parts -> String.join("", parts));
  }
}
