package dev.vez.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vez.app.Invocation;
import dev.vez.protos.fila.v1.ConfigEntry;
import dev.vez.protos.fila.v1.GetConfigRequest;
import dev.vez.protos.fila.v1.ListConfigRequest;
import dev.vez.protos.fila.v1.ListConfigResponse;
import dev.vez.protos.fila.v1.SetConfigRequest;
import io.grpc.Status;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
final class ConfigCommandsTest {

  private final CannedBroker broker = new CannedBroker();

  @AfterEach
  void stop() {
    broker.close();
  }

  @Test
  void shouldSetAKey() {
    assertThat(vez("config", "set", "throttle.a", "10,20"))
        .isEqualTo(printed("Set \"throttle.a\" = \"10,20\"\n"));
    assertThat(vez("config", "set", "k", "")).isEqualTo(printed("Removed \"k\"\n"));
    assertThat(vez("config", "set", "k", "", "--output", "json"))
        .isEqualTo(printed("{\"key\":\"k\",\"value\":\"\"}\n"));

    assertThat(broker.requests)
        .containsExactly(set("throttle.a", "10,20"), set("k", ""), set("k", ""));
  }

  @Test
  void shouldShowTheValueOfAKey() {
    broker.configValue = "10,20";

    assertThat(vez("config", "get", "k")).isEqualTo(printed("k: 10,20\n"));
    assertThat(vez("config", "get", "k", "--output", "json"))
        .isEqualTo(printed("{\"key\":\"k\",\"set\":true,\"value\":\"10,20\"}\n"));

    assertThat(broker.requests)
        .containsOnly(GetConfigRequest.newBuilder().setKey("k").build())
        .hasSize(2);
  }

  @Test
  void shouldSayThatAKeyIsNotSet() {
    assertThat(vez("config", "get", "k")).isEqualTo(printed("k: (not set)\n"));
    assertThat(vez("config", "get", "k", "--output", "json"))
        .isEqualTo(printed("{\"key\":\"k\",\"set\":false,\"value\":\"\"}\n"));
  }

  @Test
  void shouldListKeysAndValues() {
    broker.config =
        ListConfigResponse.newBuilder()
            .addEntries(ConfigEntry.newBuilder().setKey("a").setValue("1\u001b[31m"))
            .addEntries(ConfigEntry.newBuilder().setKey("throttle.a").setValue("10,20"))
            .setTotalCount(2)
            .build();

    assertThat(vez("config", "list"))
        .isEqualTo(
            printed(
                """
                KEY         VALUE
                a           1?[31m
                throttle.a  10,20
                """));
    assertThat(vez("config", "list", "--output", "json"))
        .isEqualTo(
            printed(
                "[{\"key\":\"a\",\"value\":\"1\\u001b[31m\"},"
                    + "{\"key\":\"throttle.a\",\"value\":\"10,20\"}]\n"));
    assertThat(broker.requests).containsOnly(ListConfigRequest.getDefaultInstance()).hasSize(2);
  }

  @Test
  void shouldSayThatThereIsNoConfiguration() {
    assertThat(vez("config", "list", "--prefix", "throttle."))
        .isEqualTo(printed("No config entries found.\n"));
    assertThat(vez("config", "list", "--output", "json")).isEqualTo(printed("[]\n"));

    assertThat(broker.requests)
        .startsWith(ListConfigRequest.newBuilder().setPrefix("throttle.").build());
  }

  @Test
  void shouldTellWhyAValueIsRefused() {
    broker.failure = Status.INVALID_ARGUMENT.withDescription("value: expected something else");

    assertThat(vez("config", "set", "throttle.a", "fast"))
        .isEqualTo(new Invocation(1, "", "Error: value: expected something else\n"));
  }

  private Invocation vez(String... args) {
    return Invocation.of(
        Stream.concat(Stream.of("--addr", broker.address()), Stream.of(args))
            .toArray(String[]::new));
  }

  private static Invocation printed(String out) {
    return new Invocation(0, out, "");
  }

  private static SetConfigRequest set(String key, String value) {
    return SetConfigRequest.newBuilder().setKey(key).setValue(value).build();
  }
}
