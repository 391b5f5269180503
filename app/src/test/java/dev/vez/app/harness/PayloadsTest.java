package dev.vez.app.harness;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import org.junit.jupiter.api.Test;

final class PayloadsTest {

  private final Payloads payloads = new Payloads(42);

  @Test
  void shouldKnowItsOwnPayloads() {
    for (long message = 1; message <= 1_000; message++) {
      for (ByteString payload :
          new ByteString[] {payloads.small(message), payloads.mixed(message)}) {
        assertThat(payloads.numberIn(payload)).isEqualTo(message);
        assertThat(payloads.isIntact(payload)).isTrue();
      }
    }
  }

  @Test
  void shouldSeeAnyByteThatHasChanged() {
    byte[] payload = payloads.small(7).toByteArray();
    for (int i = 0; i < payload.length; i++) {
      payload[i]++;
      assertThat(payloads.isIntact(ByteString.copyFrom(payload))).as("byte %d", i).isFalse();
      payload[i]--;
    }
    assertThat(payloads.isIntact(ByteString.copyFrom(payload))).isTrue();
  }

  @Test
  void shouldSeeAMissingAndAnAddedByte() {
    ByteString payload = payloads.of(7, 100);

    assertThat(payloads.isIntact(payload.substring(0, 99))).isFalse();
    assertThat(payloads.isIntact(payload.concat(ByteString.copyFrom(new byte[1])))).isFalse();
    assertThat(payloads.numberIn(payload.substring(0, 15))).isEqualTo(Payloads.NONE);
    assertThat(payloads.numberIn(ByteString.EMPTY)).isEqualTo(Payloads.NONE);
  }

  @Test
  void shouldNotKnowThePayloadsOfAnotherRun() {
    assertThat(payloads.numberIn(new Payloads(43).small(7))).isEqualTo(Payloads.NONE);
  }
}
