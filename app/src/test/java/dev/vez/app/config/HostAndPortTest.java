package dev.vez.app.config;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class HostAndPortTest {

  @ParameterizedTest
  @ValueSource(strings = {"localhost:1", "0.0.0.0:5555", "[::1]:0", "[fe80::1%eth0]:65535"})
  void shouldReadWhatItShows(String text) {
    assertThat(HostAndPort.parse(text).map(HostAndPort::toString)).contains(text);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "localhost",
        ":5555",
        "localhost:",
        "localhost:-1",
        "localhost:65536",
        "::1:5555",
        "localhost:5555x",
        "http://localhost:5555",
        "[]:1",
        "localhost:+5",
        "localhost:999999"
      })
  void shouldRefuseWhatIsNoAddress(String text) {
    assertThat(HostAndPort.parse(text)).isEmpty();
  }
}
