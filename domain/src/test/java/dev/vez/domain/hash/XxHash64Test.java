package dev.vez.domain.hash;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vez.domain.message.Bytes;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class XxHash64Test {

  /** Vectors of the reference implementation, seed 0. */
  @ParameterizedTest
  @CsvSource({
    "'', ef46db3751d8e999",
    "a, d24ec4f1a98c6e5b",
    "abc, 44bc2cf5ad770999",
    "Nobody inspects the spammish repetition, fbcea83c8a378bf1"
  })
  void shouldHashAsTheReferenceDoes(String text, String expected) {
    byte[] padded = ("xy" + text + "z").getBytes(StandardCharsets.US_ASCII);
    assertThat(Long.toHexString(XxHash64.of(Bytes.wrap(padded, 2, text.length()))))
        .isEqualTo(expected);
  }
}
