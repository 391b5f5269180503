package dev.vez.engine.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vez.domain.message.Bytes;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class ContentCodecTest {

  @Property
  void shouldReadWhatItWrote(
      @ForAll @Size(max = 5) Map<String, String> headers, @ForAll("bodies") Bytes body) {
    // Text of a valid request has no halves of surrogate pairs.
    Map<String, String> valid = new LinkedHashMap<>();
    headers.forEach((name, value) -> valid.put(withoutSurrogates(name), withoutSurrogates(value)));

    Content content = ContentCodec.decode(ContentCodec.encode(valid, body));

    assertThat(content.headers()).containsExactlyEntriesOf(valid);
    assertThat(content.body()).isEqualTo(body);
  }

  @Test
  void shouldShareTheBodyWithThePayload() {
    Bytes payload = ContentCodec.encode(Map.of("a", "b"), Bytes.wrap(new byte[1_000]));

    assertThat(ContentCodec.decode(payload).body().array()).isSameAs(payload.array());
  }

  @Test
  void shouldRefuseWhatItDidNotWrite() {
    assertThatThrownBy(() -> ContentCodec.decode(Bytes.wrap(new byte[] {1, 2, 3})))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("3 bytes");
  }

  @Test
  void shouldReadAPayloadThatHasNothing() {
    Content content = ContentCodec.decode(ContentCodec.encode(Map.of(), Bytes.EMPTY));

    assertThat(List.of(content.headers().size(), content.body().size())).containsExactly(0, 0);
  }

  @Provide
  Arbitrary<Bytes> bodies() {
    return Commands.bytes();
  }

  private static String withoutSurrogates(String text) {
    return text.codePoints()
        .filter(c -> c < Character.MIN_SURROGATE || c > Character.MAX_SURROGATE)
        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
        .toString();
  }
}
