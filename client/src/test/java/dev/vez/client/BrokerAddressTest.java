package dev.vez.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class BrokerAddressTest {

  @ParameterizedTest
  @CsvSource({
    "http://localhost:5555, http://localhost:5555",
    "http://localhost, http://localhost:5555",
    "http://localhost/, http://localhost:5555",
    "localhost:6000, http://localhost:6000",
    "10.0.0.1, http://10.0.0.1:5555",
    "http://[::1]:6000, http://[::1]:6000",
  })
  void shouldReadAddresses(String text, String address) {
    assertThat(BrokerAddress.parse(text)).hasToString(address);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "http://",
        "http://:5555",
        "ftp://localhost:5555",
        "http://localhost:0",
        "http://localhost:65536",
        "http://localhost:x",
        "http://localhost:5555/queue",
        "http://user@localhost:5555",
        "http://localhost:5555?x=y",
        "two words",
        "::1",
      })
  void shouldRefuseWhatIsNoAddress(String text) {
    assertThatThrownBy(() -> BrokerAddress.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("Expected ");
  }

  @Test
  void shouldNotForgetThatAnAddressWantsEncryption() {
    BrokerAddress address = BrokerAddress.parse("https://localhost:6000");

    assertThat(address).isEqualTo(new BrokerAddress("localhost", 6000, true));
    assertThat(address).hasToString("https://localhost:6000");
    assertThat(BrokerAddress.parse("localhost").secured()).hasToString("https://localhost:5555");
  }
}
