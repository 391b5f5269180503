package dev.vez.adapters.rocksdb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Text in keys comes back as it was, and is ordered by its UTF-8 bytes. */
class OrderedTextTest {

  @Property
  void shouldReadBackAnyText(@ForAll("texts") String text) {
    assertThat(OrderedText.get(ByteBuffer.wrap(bytes(text)))).isEqualTo(text);
  }

  @Property
  void shouldTakeOneByteMoreThanUtf8(@ForAll("texts") String text) {
    assertThat(bytes(text)).hasSize(text.getBytes(StandardCharsets.UTF_8).length + 1);
  }

  @Property
  void shouldOrderByUtf8Bytes(@ForAll("texts") String left, @ForAll("texts") String right) {
    int expected =
        Arrays.compareUnsigned(
            left.getBytes(StandardCharsets.UTF_8), right.getBytes(StandardCharsets.UTF_8));
    assertThat(Integer.signum(Arrays.compareUnsigned(bytes(left), bytes(right))))
        .isEqualTo(Integer.signum(expected));
  }

  @Property
  void shouldOrderTheSameWhateverFollows(
      @ForAll("texts") String left, @ForAll("texts") String right) {
    byte[] leftBytes = bytes(left);
    byte[] rightBytes = bytes(right);
    byte[] leftWithMore = Arrays.copyOf(leftBytes, leftBytes.length + 1);
    leftWithMore[leftBytes.length] = -1;
    if (!left.equals(right)) {
      assertThat(Integer.signum(Arrays.compareUnsigned(leftWithMore, rightBytes)))
          .isEqualTo(Integer.signum(Arrays.compareUnsigned(leftBytes, rightBytes)));
    }
  }

  @Example
  void shouldRefuseHalfOfASurrogatePair() {
    for (var text : List.of("\uD83D", "\uDE00", "a\uD83D", "\uD83Da", "\uDE00\uD83D")) {
      assertThatThrownBy(() -> bytes(text)).isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Provide
  Arbitrary<String> texts() {
    var any = Arbitraries.strings().filter(OrderedTextTest::isWhole);
    var few = Arbitraries.strings().withChars('\0', '\1', 'a', '\u007f', '\u0080').ofMaxLength(4);
    var pairs = Arbitraries.of("\uFFFF", "\uD800\uDC00", "\uDBFF\uDFFF", "é", "a");
    return Arbitraries.oneOf(
        any, few, pairs.list().ofMaxSize(3).map(each -> String.join("", each)));
  }

  private static boolean isWhole(String text) {
    return StandardCharsets.UTF_8.newEncoder().canEncode(text);
  }

  private static byte[] bytes(String text) {
    var target = ByteBuffer.allocate(OrderedText.sizeMax(text));
    OrderedText.put(text, target);
    return Arrays.copyOf(target.array(), target.position());
  }
}
