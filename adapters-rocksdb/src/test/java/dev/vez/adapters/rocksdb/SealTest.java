package dev.vez.adapters.rocksdb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vez.domain.message.Bytes;
import java.nio.ByteBuffer;
import java.util.Arrays;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

/** A row comes back as it was, or not at all. */
class SealTest {

  @Property(tries = 100, edgeCases = EdgeCasesMode.NONE)
  void shouldGiveTheBodyBack(@ForAll @Size(max = 60) byte[] key, @ForAll byte[] body)
      throws DamagedRowException {
    assertThat(Seal.open(key, seal(key, body))).isEqualTo(Bytes.wrap(body));
  }

  @Property(tries = 100, edgeCases = EdgeCasesMode.NONE)
  void shouldNoticeAnyFlippedBit(
      @ForAll @Size(min = 1, max = 60) byte[] key, @ForAll @Size(max = 60) byte[] body) {
    byte[] value = seal(key, body);
    for (int bit = 0; bit < value.length * Byte.SIZE; bit++) {
      byte[] damaged = withFlippedBit(value, bit);
      assertThatThrownBy(() -> Seal.open(key, damaged)).isInstanceOf(DamagedRowException.class);
    }
    for (int bit = 0; bit < key.length * Byte.SIZE; bit++) {
      byte[] damaged = withFlippedBit(key, bit);
      assertThatThrownBy(() -> Seal.open(damaged, value)).isInstanceOf(DamagedRowException.class);
    }
  }

  @Property(tries = 100, edgeCases = EdgeCasesMode.NONE)
  void shouldNoticeARowThatIsCutOff(
      @ForAll @Size(max = 60) byte[] key,
      @ForAll @Size(max = 60) byte[] body,
      @ForAll @IntRange(min = 1, max = 100) int missing) {
    byte[] value = seal(key, body);
    byte[] damaged = Arrays.copyOf(value, Math.max(0, value.length - missing));
    assertThatThrownBy(() -> Seal.open(key, damaged)).isInstanceOf(DamagedRowException.class);
  }

  private static byte[] seal(byte[] key, byte[] body) {
    var value = ByteBuffer.allocate(body.length + Seal.BYTES);
    Seal.begin(value);
    value.put(body);
    Seal.end(ByteBuffer.wrap(key), value);
    return value.array();
  }

  private static byte[] withFlippedBit(byte[] bytes, int bit) {
    byte[] flipped = bytes.clone();
    flipped[bit / Byte.SIZE] ^= (byte) (1 << (bit % Byte.SIZE));
    return flipped;
  }
}
