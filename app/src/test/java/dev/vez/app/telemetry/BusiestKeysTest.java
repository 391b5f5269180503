package dev.vez.app.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class BusiestKeysTest {

  @Test
  void shouldLabelAKeyThatHasAGoodShare() {
    BusiestKeys keys = new BusiestKeys(4);
    for (int i = 0; i < 100; i++) {
      keys.labelOf("rare-" + i, 1);
      keys.labelOf("busy", 1);
    }

    assertThat(keys.labelOf("busy", 1)).isEqualTo("busy");
    assertThat(keys.labelOf("rare-7", 1)).isEqualTo(BusiestKeys.OTHER);
  }

  @Test
  void shouldNeverLabelMoreThanItsLimit() {
    BusiestKeys keys = new BusiestKeys(4);
    Set<String> labels = new HashSet<>();
    for (int i = 0; i < 10_000; i++) {
      labels.add(keys.labelOf("key-" + i / 100, 1 + i % 7));
    }

    assertThat(labels).hasSizeLessThanOrEqualTo(5).contains(BusiestKeys.OTHER);
  }

  @Test
  void shouldKeepALabelForGood() {
    BusiestKeys keys = new BusiestKeys(2);
    keys.labelOf("first", 1);

    for (int i = 0; i < 1_000; i++) {
      keys.labelOf("later", 1);
    }

    assertThat(keys.labelOf("first", 1)).isEqualTo("first");
  }

  @Test
  void shouldTellAKeyByTheNameOfTheSharedLabelFromIt() {
    BusiestKeys keys = new BusiestKeys(2);

    assertThat(keys.labelOf(BusiestKeys.OTHER, 1)).isNotEqualTo(BusiestKeys.OTHER);
  }
}
