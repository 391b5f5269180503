package dev.vez.adapters.jraft;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What settings are taken. */
class JraftSettingsTest {

  private static final Path FOLDER = Path.of("raft");

  @ParameterizedTest
  @ValueSource(strings = {"", "1a", "-a", "a b", "a.b", "ä"})
  void shouldRefuseClusterIds(String clusterId) {
    assertThatThrownBy(() -> JraftSettings.of(clusterId, 1, "host:1", FOLDER))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("cluster id")
        .hasMessageContaining("'" + clusterId + "'");
  }

  @ParameterizedTest
  @ValueSource(longs = {0, -1, Integer.MAX_VALUE + 1L})
  void shouldRefuseNodeIdsThatJraftCannotKeep(long nodeId) {
    assertThatThrownBy(() -> JraftSettings.of("c", nodeId, "host:1", FOLDER))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageEndingWith("but got " + nodeId);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "host", "host:", ":1", "host:0", "host:65536", "host:1:2", "::1:2", "a b:1"})
  void shouldRefuseAddresses(String address) {
    assertThatThrownBy(() -> JraftSettings.of("c", 1, address, FOLDER))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'" + address + "'");
  }

  @Test
  void shouldTakeAnAddressInBrackets() {
    assertThat(Address.parse("[::1]:7000")).isEqualTo(new Address("[::1]", 7000));
    assertThat(Address.parse("[::1]:7000").bindHost()).isEqualTo("::1");
  }

  @Test
  void shouldListenToAllButNotBeReachedAtAll() {
    JraftSettings settings =
        JraftSettings.of("c", 1, "host:1", FOLDER).withListenAddress("0.0.0.0:1");

    assertThat(settings.listenAddress()).isEqualTo("0.0.0.0:1");
    assertThatThrownBy(() -> JraftSettings.of("c", 1, "0.0.0.0:1", FOLDER))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("reach");
  }

  @Test
  void shouldRefuseLimitsOutOfRange() {
    JraftSettings settings = JraftSettings.of("c", 1, "host:1", FOLDER);

    assertThatThrownBy(() -> settings.withEntryBytesMax(JraftSettings.ENTRY_BYTES_LIMIT + 1))
        .hasMessageContaining("bytes an entry");
    assertThatThrownBy(() -> settings.withSnapshotEntries(0)).hasMessageContaining("snapshot");
    assertThatThrownBy(() -> settings.withElectionTimeout(Duration.ofMillis(99)))
        .hasMessageContaining("election timeout");
    assertThatThrownBy(() -> settings.withTimeouts(Duration.ZERO, Duration.ofSeconds(1)))
        .hasMessageContaining("timeouts above 0");
  }
}
