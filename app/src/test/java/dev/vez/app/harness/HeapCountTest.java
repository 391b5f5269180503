package dev.vez.app.harness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

final class HeapCountTest {

  @Test
  void shouldReadTheTotalOfAClassHistogram() {
    String histogram =
        """
        4711:
         num     #instances         #bytes  class name (module)
        -------------------------------------------------------
           1:         29474        2183104  [B (java.base@25)
           2:         28766         690384  java.lang.String (java.base@25)
        Total        208114       10406792
        """;

    assertThat(HeapCount.parse(histogram)).isEqualTo(10_406_792);
  }

  @Test
  void shouldRefuseWhatIsNoHistogram() {
    assertThatIllegalArgumentException().isThrownBy(() -> HeapCount.parse("no such process"));
  }
}
