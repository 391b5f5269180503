package dev.vez.engine.service;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
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

  @Provide
  Arbitrary<String> texts() {
    return Arbitraries.of(
            "a", "\u0000", "\u007f", "\u0080", "\u07ff", "\u0800", "\uffff", "\ud83d\ude00")
        .list()
        .ofMaxSize(10)
        .map(parts -> String.join("", parts));
  }
}
