package dev.vez.adapters.luaj.vm;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

/** Numbers to text and back. */
class NumbersTest {

  @Property
  void shouldReadBackWhatItPrints(@ForAll double value) {
    double back = parse(Numbers.format(value));

    assertThat(Math.abs(back - value)).isLessThanOrEqualTo(Math.abs(value) * 1e-13);
  }

  @Property
  void shouldPrintWholeNumbersInFull(@ForAll long number) {
    long whole = number >> 11; // 53 bits, which a double holds

    assertThat(Numbers.format((double) whole)).isEqualTo(Long.toString(whole));
  }

  @Property
  void shouldPrintSeventeenDigitsWithoutLoss(@ForAll double value) {
    assertThat(parse(Numbers.general(value, 17, false))).isEqualTo(value + 0.0);
    assertThat(parse(Numbers.scientific(value, 16))).isEqualTo(value + 0.0);
  }

  @Property
  void shouldPrintIntegersAsFixedLikeJava(
      @ForAll int number, @ForAll @IntRange(max = 20) int digits) {
    assertThat(Numbers.fixed(number, digits))
        .isEqualTo(String.format(Locale.ROOT, "%." + digits + "f", (double) number));
  }

  @Property
  void shouldNeverFailToReadATextAndTakeOnlyNumbers(@ForAll String text) {
    double value = parse(text);

    if (!Double.isNaN(value)) {
      assertThat(text.strip()).matches("[-+]?[0-9a-fA-FxX.pP+-]+");
    }
  }

  @Test
  void shouldNotTakeWordsForNumbers() {
    for (String word :
        new String[] {
          "",
          " ",
          "nan",
          "inf",
          "Infinity",
          "1f",
          "1d",
          "1L",
          "0x",
          "0xp1",
          "1e",
          "1e+",
          ".",
          "+",
          "--1",
          "1 1",
          "1_000",
          "\0",
          "1\0"
        }) {
      assertThat(parse(word)).as(word).isNaN();
    }
  }

  @Test
  void shouldReadAllForms() {
    assertThat(parse("\t 12 \n")).isEqualTo(12);
    assertThat(parse("-0x10")).isEqualTo(-16);
    assertThat(parse("0x.8")).isEqualTo(0.5);
    assertThat(parse("0x1p+4")).isEqualTo(16);
    assertThat(parse("0x1P-1")).isEqualTo(0.5);
    assertThat(parse("1e999")).isEqualTo(Double.POSITIVE_INFINITY);
    assertThat(parse("0x1p999999999999")).isEqualTo(Double.POSITIVE_INFINITY);
    assertThat(parse("5.")).isEqualTo(5);
    assertThat(parse("+.5E1")).isEqualTo(5);
  }

  private static double parse(String text) {
    return Numbers.parse(text.getBytes(StandardCharsets.UTF_8));
  }
}
