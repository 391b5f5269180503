package dev.vez.app.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ConfigLoaderTest {

  private static final long MIB = 1024 * 1024;

  @TempDir private Path folder;

  private final Map<String, String> environment = new HashMap<>();
  private List<String> settings = List.of();
  private Optional<Path> dataFolder = Optional.empty();

  @Test
  void shouldUseDefaultsWhereNothingIsSet() {
    Config config = loaded(load(Optional.empty(), List.of()));

    assertThat(config)
        .isEqualTo(
            new Config(
                Path.of("data"),
                new ServerConfig(
                    new HostAndPort("0.0.0.0", 5555), 4 * 1024 * 1024, Duration.ofSeconds(10)),
                new SchedulingConfig(1, 100_000, 400_000, 0),
                new ScriptLimits(10, MIB, 3, 10_000, OnScriptError.DEFAULT),
                new MemoryConfig(160 * MIB, 64 * MIB, 64 * MIB, 16 * MIB),
                new StorageConfig(512 * MIB),
                new MessageLimits(128, 256, 8_192, 1_024, 16, 65_536),
                new LoadLimits(10_000, 16_384, 64 * MIB, 4_096, 64 * MIB, 1_000, 200_000, 32 * MIB),
                new TelemetryConfig(
                    Optional.empty(), "vez", Duration.ofSeconds(10), Optional.empty()),
                Optional.empty(),
                LogLevel.INFO));
  }

  @Test
  void shouldReadEveryKeyOfAFile() throws IOException {
    Path file =
        file(
            """
            [server]
            listen_addr = "127.0.0.1:6000"
            max_message_bytes = 8_388_608
            drain_timeout_ms = 0
            [scheduler]
            quantum = 10
            [queue]
            max_in_flight = 5
            max_in_flight_total = 6
            max_attempts = 7
            [lua]
            default_timeout_ms = 20
            default_memory_limit_bytes = 2097152
            circuit_breaker_threshold = 4
            circuit_breaker_cooldown_ms = 500
            on_error = "reject"
            [memory]
            store_bytes = 16777216
            store_write_bytes = 8388608
            window_bytes = 1048577
            fresh_payload_bytes = 0
            [storage]
            disk_reserve_bytes = 5
            [limits]
            headers_max = 1
            header_name_bytes_max = 2
            header_value_bytes_max = 3
            key_bytes_max = 4
            throttle_keys_max = 5
            script_bytes_max = 6
            consumers_max = 7
            inbox_requests_max = 8
            inbox_bytes_max = 8388609
            hook_backlog_requests_max = 9
            hook_backlog_bytes_max = 1048579
            admin_calls_max = 10
            config_entries_max = 11
            config_bytes_max = 1024
            [telemetry]
            otlp_endpoint = "http://localhost:4317"
            service_name = "orders-broker"
            metrics_interval_ms = 500
            metrics_addr = "127.0.0.1:9464"
            [log]
            level = "debug"
            [cluster]
            enabled = true
            node_id = 2
            peers = ["n1:5555", "n3:5555"]
            bind_addr = "0.0.0.0:7000"
            advertise_addr = "n2:7000"
            consensus = "jraft"
            secret = "0123456789abcdef"
            election_timeout_ms = 2_000
            snapshot_threshold = 500
            replication_factor = 5
            groups = 7
            learner = true
            """);

    Config config = loaded(load(Optional.of(file), List.of()));

    assertThat(config)
        .isEqualTo(
            new Config(
                Path.of("data"),
                new ServerConfig(
                    new HostAndPort("127.0.0.1", 6000), 8 * 1024 * 1024, Duration.ZERO),
                new SchedulingConfig(10, 5, 6, 7),
                new ScriptLimits(20, 2 * MIB, 4, 500, OnScriptError.REJECT),
                new MemoryConfig(16 * MIB, 8 * MIB, MIB + 1, 0),
                new StorageConfig(5),
                new MessageLimits(1, 2, 3, 4, 5, 6),
                new LoadLimits(7, 8, 8 * MIB + 1, 9, MIB + 3, 10, 11, 1_024),
                new TelemetryConfig(
                    Optional.of("http://localhost:4317"),
                    "orders-broker",
                    Duration.ofMillis(500),
                    Optional.of(new HostAndPort("127.0.0.1", 9464))),
                Optional.of(
                    new ClusterConfig(
                        2,
                        List.of(new HostAndPort("n1", 5555), new HostAndPort("n3", 5555)),
                        new HostAndPort("0.0.0.0", 7000),
                        new HostAndPort("n2", 7000),
                        new HostAndPort("127.0.0.1", 6000),
                        ConsensusLibrary.JRAFT,
                        "0123456789abcdef",
                        Duration.ofMillis(2_000),
                        500,
                        5,
                        7,
                        true)),
                LogLevel.DEBUG));
  }

  @Test
  void shouldNeedASecretAndReachableAddressesInACluster() {
    settings = List.of("cluster.enabled=true");

    assertThat(problems(load(Optional.empty(), List.of())))
        .containsExactly(
            "--set cluster.enabled: `cluster.secret` must be set in a cluster, on all nodes alike",
            "--set cluster.enabled: `cluster.advertise_addr` must be an address at which other nodes"
                + " reach this one, but is 0.0.0.0:5556",
            "--set cluster.enabled: `cluster.advertise_client_addr` must be an address at which"
                + " clients reach this node, but is 0.0.0.0:5555");
  }

  @Test
  void shouldNeedTwoPortsInACluster() {
    settings =
        List.of(
            "cluster.enabled=true",
            "cluster.secret=0123456789abcdef",
            "cluster.bind_addr=127.0.0.1:5555");

    assertThat(problems(load(Optional.empty(), List.of())))
        .contains(
            "--set cluster.bind_addr: `cluster.bind_addr` must be another address than"
                + " `server.listen_addr`, but they are 127.0.0.1:5555 and 0.0.0.0:5555");
  }

  @Test
  void shouldTakeTheHostOfTheAdvertisedAddressForClients() {
    settings =
        List.of(
            "cluster.enabled=true",
            "cluster.secret=0123456789abcdef",
            "cluster.advertise_addr=n2:5556",
            "cluster.peers=n1:5555, n3:5555");

    ClusterConfig cluster = loaded(load(Optional.empty(), List.of())).cluster().orElseThrow();

    assertThat(cluster.advertiseClientAddress()).isEqualTo(new HostAndPort("n2", 5555));
    assertThat(cluster.peers())
        .containsExactly(new HostAndPort("n1", 5555), new HostAndPort("n3", 5555));
  }

  @Test
  void shouldNeverShowASecret() {
    settings = List.of("cluster.secret=too short");

    assertThat(problems(load(Optional.empty(), List.of())))
        .containsExactly(
            "--set cluster.secret: `cluster.secret` must be at least 16 visible characters of"
                + " ASCII");
  }

  @Test
  void shouldPreferFlagOverEnvironmentOverFile() throws IOException {
    Path file =
        file(
            """
            [scheduler]
            quantum = 2
            [queue]
            max_in_flight = 2
            [lua]
            default_timeout_ms = 2
            """);
    environment.put("VEZ_QUEUE_MAX_IN_FLIGHT", "3");
    environment.put("VEZ_LUA_DEFAULT_TIMEOUT_MS", "3");
    settings = List.of("lua.default_timeout_ms=4");

    Config config = loaded(load(Optional.of(file), List.of()));

    assertThat(config.scheduling()).isEqualTo(new SchedulingConfig(2, 3, 400_000, 0));
    assertThat(config.script().timeoutMillis()).isEqualTo(4);
  }

  @Test
  void shouldPreferDataDirFlagOverEnvironment() {
    environment.put("VEZ_DATA_DIR", "/from/environment");
    assertThat(loaded(load(Optional.empty(), List.of())).dataFolder())
        .isEqualTo(Path.of("/from/environment"));

    dataFolder = Optional.of(Path.of("/from/flag"));
    assertThat(loaded(load(Optional.empty(), List.of())).dataFolder())
        .isEqualTo(Path.of("/from/flag"));
  }

  @Test
  void shouldReadTheFirstDefaultFileThatExists() throws IOException {
    Path second = Files.writeString(folder.resolve("second.toml"), "[scheduler]\nquantum = 2\n");
    Path third = Files.writeString(folder.resolve("third.toml"), "[scheduler]\nquantum = 3\n");

    Config config =
        loaded(load(Optional.empty(), List.of(folder.resolve("first.toml"), second, third)));

    assertThat(config.scheduling().quantum()).isEqualTo(2);
  }

  @Test
  void shouldNotReadADefaultFileWhereAFlagNamesOne() throws IOException {
    Path other = Files.writeString(folder.resolve("other.toml"), "[scheduler]\nquantum = 2\n");
    Path named = file("[log]\nlevel = \"warn\"\n");

    Config config = loaded(load(Optional.of(named), List.of(other)));

    assertThat(config.scheduling().quantum()).isEqualTo(1);
    assertThat(config.logLevel()).isEqualTo(LogLevel.WARN);
  }

  @Test
  void shouldReportEveryProblemAtOnceWithItsPlace() throws IOException {
    Path file =
        file(
            """
            [server]
            listen_adr = "127.0.0.1:6000"

            [scheduler]
            quantum = "many"
            """);
    environment.put("VEZ_LUA_DEFAULT_TIMEOUT_MS", "0");
    settings = List.of("log.level=loud", "nonsense");

    assertThat(problems(load(Optional.of(file), List.of())))
        .containsExactly(
            file + ":2: unknown key `server.listen_adr`; did you mean `server.listen_addr`?",
            file
                + ":5: `scheduler.quantum` must be a whole number from 1 to 1000000, but is"
                + " \"many\"",
            "VEZ_LUA_DEFAULT_TIMEOUT_MS: `lua.default_timeout_ms` must be a whole number from 1 to"
                + " 10000, but is \"0\"",
            "--set log.level: `log.level` must be one of \"error\", \"warn\", \"info\", \"debug\","
                + " \"trace\", but is \"loud\"",
            "--set nonsense: expected KEY=VALUE, as in server.listen_addr=127.0.0.1:5555");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"auth.bootstrap_apikey", "cluster.heartbeat_interval_ms", "tls.cert_file"})
  void shouldRefuseWhatThisVersionDoesNotCarryOut(String key) throws IOException {
    int dot = key.indexOf('.');
    String refusal = "`" + key + "` is not supported by this version";
    Path file =
        file("[" + key.substring(0, dot) + "]\n" + key.substring(dot + 1) + " = \"secret\"\n");
    environment.put(ConfigKey.variableOf(key), "secret");
    settings = List.of(key + "=secret");

    assertThat(problems(load(Optional.of(file), List.of())))
        .containsExactly(
            file + ":2: " + refusal,
            ConfigKey.variableOf(key) + ": " + refusal,
            "--set " + key + ": " + refusal);
  }

  @Test
  void shouldRefuseAnEmptyTlsSection() throws IOException {
    Path file = file("# comment\n[tls]\n");

    assertThat(problems(load(Optional.of(file), List.of())))
        .containsExactly(file + ":2: `tls` is not supported by this version");
  }

  @Test
  void shouldRefuseABootstrapKeyOfTheEnvironmentWithoutShowingIt() {
    environment.put("VEZ_BOOTSTRAP_APIKEY", "secret");

    assertThat(problems(load(Optional.empty(), List.of())))
        .containsExactly(
            "VEZ_BOOTSTRAP_APIKEY: `auth.bootstrap_apikey` is not supported by this version");
  }

  @Test
  void shouldRefuseAVariableThatNamesASectionButNoKey() {
    environment.put("VEZ_SERVER_LISTEN_ADDRESS", "127.0.0.1:6000");

    assertThat(problems(load(Optional.empty(), List.of())))
        .containsExactly(
            "VEZ_SERVER_LISTEN_ADDRESS: unknown variable; did you mean VEZ_SERVER_LISTEN_ADDR?");
  }

  @Test
  void shouldIgnoreOtherAndEmptyVariables() {
    environment.put("VEZ_JAVA_OPTS", "-Xmx1g");
    environment.put("VEZ_PORT_5555_TCP", "tcp://10.0.0.1:5555");
    environment.put("VEZ_SCHEDULER_QUANTUM", "");

    assertThat(loaded(load(Optional.empty(), List.of())).scheduling().quantum()).isEqualTo(1);
  }

  @Test
  void shouldReportSyntaxErrorsWithTheirLine() throws IOException {
    Path file = file("[server]\nlisten_addr = \n");

    assertThat(problems(load(Optional.of(file), List.of())))
        .singleElement()
        .asString()
        .startsWith(file + ":2: ");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\'',
      value = {
        "quantum = 1 | unknown key `quantum`; every key belongs to a section",
        "server = 1 | `server` must be a section: [server]",
        "[[server]] | `server` must be a section: [server]",
        "data_dir = 'x' | the data folder is set by --data-dir or VEZ_DATA_DIR, not in a file",
        "server.listen_addr = 5 | `server.listen_addr` must be HOST:PORT, as in"
            + " \"0.0.0.0:5555\" or \"[::1]:5555\" (port 0 takes any free one), but is 5",
        "scheduler.quantum = 1.5 | `scheduler.quantum` must be a whole number from 1 to 1000000,"
            + " but is 1.5",
        "scheduler.quantum = [1] | `scheduler.quantum` must be a whole number from 1 to 1000000,"
            + " but is of another type",
      })
  void shouldRefuseWhatIsNoKeyInASection(String line, String problem) throws IOException {
    Path file = file(line.replace("''", "'") + "\n");

    assertThat(problems(load(Optional.of(file), List.of())))
        .containsExactly(file + ":1: " + problem);
  }

  @Test
  void shouldRefuseValuesThatDoNotFitTogether() {
    settings = List.of("memory.store_bytes=16777216");

    assertThat(problems(load(Optional.empty(), List.of())))
        .containsExactly(
            "--set memory.store_bytes: `memory.store_write_bytes` must be at most half of"
                + " `memory.store_bytes`, but they are 67108864 and 16777216");
  }

  @Test
  void shouldRefuseAnInboxThatNoLargeMessageFitsInto() {
    settings = List.of("server.max_message_bytes=67108864", "limits.inbox_bytes_max=67108863");

    assertThat(problems(load(Optional.empty(), List.of())))
        .containsExactly(
            "--set limits.inbox_bytes_max: `limits.inbox_bytes_max` must be at least"
                + " `server.max_message_bytes`, but they are 67108863 and 67108864");
  }

  @Test
  void shouldRefuseANamedFileThatDoesNotExist() {
    Path missing = folder.resolve("missing.toml");

    assertThat(problems(load(Optional.of(missing), List.of())))
        .containsExactly(missing + ": there is no such file");
  }

  @Test
  void shouldRefuseAFileThatIsNotText() throws IOException {
    Path file = Files.write(folder.resolve("vez.toml"), new byte[] {(byte) 0xC3, 0x28});

    assertThat(problems(load(Optional.of(file), List.of())))
        .containsExactly(file + ": expected UTF-8 text");
  }

  private Path file(String text) throws IOException {
    return Files.writeString(folder.resolve("vez.toml"), text);
  }

  private ConfigResult load(Optional<Path> file, List<Path> defaultFiles) {
    return ConfigLoader.load(
        new ConfigSources(settings, dataFolder, environment, file, defaultFiles));
  }

  private static Config loaded(ConfigResult result) {
    return switch (result) {
      case ConfigResult.Loaded(Config config) -> config;
      case ConfigResult.Invalid(List<ConfigProblem> problems) ->
          throw new AssertionError("Expected a configuration, but got " + problems);
    };
  }

  private static List<String> problems(ConfigResult result) {
    return switch (result) {
      case ConfigResult.Loaded(Config config) ->
          throw new AssertionError("Expected problems, but got " + config);
      case ConfigResult.Invalid(List<ConfigProblem> problems) ->
          problems.stream().map(ConfigProblem::toString).toList();
    };
  }
}
