package dev.vez.domain.id;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MessageIdTest {

  @Property
  void shouldReadWhatItWrites(@ForAll long high, @ForAll long low) {
    MessageId id = new MessageId(high, low);
    assertThat(MessageId.parse(id.toString())).contains(id);
    assertThat(MessageId.parse(id.toString().toUpperCase(Locale.ROOT))).contains(id);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "1-1-1-1-1",
        "0190f5fe-7c6e-7aaa-8bbb-1234567890a",
        "0190f5fe-7c6e-7aaa-8bbb-1234567890abc",
        "0190f5fe-7c6e-7aaa-8bbb-1234567890aG",
        "0190f5fe7c6e7aaa8bbb1234567890ab",
        "-190f5fe-7c6e-7aaa-8bbb-1234567890ab"
      })
  void shouldRefuseWhatIsNotACanonicalUuid(String text) {
    assertThat(MessageId.parse(text)).isEmpty();
  }
}
