package dev.vez.app.config;

import dev.vez.app.config.ValueType.Address;
import dev.vez.app.config.ValueType.Choice;
import dev.vez.app.config.ValueType.OptionalAddress;
import dev.vez.app.config.ValueType.OptionalUrl;
import dev.vez.app.config.ValueType.Text;
import dev.vez.app.config.ValueType.WholeNumber;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Every key that this version knows. {@code docs/configuration.md} shows the same table. */
public final class ConfigKeys {

  private static final long KIB = 1_024;
  private static final long MIB = 1_024 * KIB;
  private static final long GIB = 1_024 * MIB;

  public static final ConfigKey<HostAndPort> LISTEN_ADDR =
      new ConfigKey<>(
          "server.listen_addr",
          new Address(),
          new HostAndPort("0.0.0.0", 5555),
          "Where clients connect.");

  public static final ConfigKey<Long> MAX_MESSAGE_BYTES =
      new ConfigKey<>(
          "server.max_message_bytes",
          new WholeNumber(64 * KIB, 64 * MIB),
          4 * MIB,
          "Largest request on the wire: payload, headers and framing.");

  public static final ConfigKey<Long> DRAIN_TIMEOUT_MS =
      new ConfigKey<>(
          "server.drain_timeout_ms",
          new WholeNumber(0, 600_000),
          10_000L,
          "How long a stop waits for calls under way, in milliseconds.");

  public static final ConfigKey<Long> QUANTUM =
      new ConfigKey<>(
          "scheduler.quantum",
          new WholeNumber(1, 1_000_000),
          1L,
          "Messages that a key of weight 1 may send each time it has its turn.");

  public static final ConfigKey<Long> MAX_IN_FLIGHT =
      new ConfigKey<>(
          "queue.max_in_flight",
          new WholeNumber(1, 10_000_000),
          100_000L,
          "Messages of one queue under a lease at once; then its delivery pauses.");

  public static final ConfigKey<Long> MAX_IN_FLIGHT_TOTAL =
      new ConfigKey<>(
          "queue.max_in_flight_total",
          new WholeNumber(1, 100_000_000),
          400_000L,
          "Messages of all queues together under a lease at once.");

  public static final ConfigKey<Long> MAX_ATTEMPTS =
      new ConfigKey<>(
          "queue.max_attempts",
          new WholeNumber(0, 1_000_000_000),
          0L,
          "Failed attempts after which a message moves to the dead-letter queue; 0 for no limit.");

  public static final ConfigKey<Long> SCRIPT_TIMEOUT_MS =
      new ConfigKey<>(
          "lua.default_timeout_ms",
          new WholeNumber(1, 10_000),
          10L,
          "How long one call of a script may run, in milliseconds; counted in steps, 100,000 a millisecond.");

  public static final ConfigKey<Long> SCRIPT_MEMORY_BYTES =
      new ConfigKey<>(
          "lua.default_memory_limit_bytes",
          new WholeNumber(16 * KIB, GIB),
          MIB,
          "What one call of a script may allocate, garbage included.");

  public static final ConfigKey<Long> SCRIPT_BREAKER_THRESHOLD =
      new ConfigKey<>(
          "lua.circuit_breaker_threshold",
          new WholeNumber(1, 1_000_000),
          3L,
          "Failures in a row after which a queue's script is bypassed for a while.");

  public static final ConfigKey<Long> SCRIPT_BREAKER_COOLDOWN_MS =
      new ConfigKey<>(
          "lua.circuit_breaker_cooldown_ms",
          new WholeNumber(1, 86_400_000),
          10_000L,
          "How long it is bypassed, in milliseconds.");

  public static final ConfigKey<OnScriptError> SCRIPT_ON_ERROR =
      new ConfigKey<>(
          "lua.on_error",
          new Choice<>(OnScriptError.class),
          OnScriptError.DEFAULT,
          "Where an `on_enqueue` script fails or is bypassed: accept the message with the default key, or refuse it.");

  public static final ConfigKey<Long> STORE_BYTES =
      new ConfigKey<>(
          "memory.store_bytes",
          new WholeNumber(16 * MIB, 1_024 * GIB),
          160 * MIB,
          "Native memory of the store: cached blocks, indexes and write buffers.");

  public static final ConfigKey<Long> STORE_WRITE_BYTES =
      new ConfigKey<>(
          "memory.store_write_bytes",
          new WholeNumber(4 * MIB, 512 * GIB),
          64 * MIB,
          "The part of it for writes not yet in files; at most half.");

  public static final ConfigKey<Long> WINDOW_BYTES =
      new ConfigKey<>(
          "memory.window_bytes",
          new WholeNumber(MIB, 64 * GIB),
          64 * MIB,
          "Heap for the next messages of all keys; the rest of the backlog stays on disk.");

  public static final ConfigKey<Long> FRESH_PAYLOAD_BYTES =
      new ConfigKey<>(
          "memory.fresh_payload_bytes",
          new WholeNumber(0, 64 * GIB),
          16 * MIB,
          "Heap for payloads just enqueued, so that their delivery reads nothing from disk.");

  public static final ConfigKey<Long> DISK_RESERVE_BYTES =
      new ConfigKey<>(
          "storage.disk_reserve_bytes",
          new WholeNumber(0, 1_024 * 1_024 * GIB),
          512 * MIB,
          "Free space of the disk below which new messages are refused, while all that makes room goes on; 0 for none.");

  public static final ConfigKey<Long> HEADERS =
      new ConfigKey<>(
          "limits.headers_max", new WholeNumber(1, 10_000), 128L, "Headers of a message.");

  public static final ConfigKey<Long> HEADER_NAME_BYTES =
      new ConfigKey<>(
          "limits.header_name_bytes_max",
          new WholeNumber(1, 64 * KIB),
          256L,
          "Name of a header, in bytes.");

  public static final ConfigKey<Long> HEADER_VALUE_BYTES =
      new ConfigKey<>(
          "limits.header_value_bytes_max",
          new WholeNumber(1, MIB),
          8 * KIB,
          "Value of a header, in bytes.");

  public static final ConfigKey<Long> KEY_BYTES =
      new ConfigKey<>(
          "limits.key_bytes_max",
          new WholeNumber(1, 64 * KIB),
          KIB,
          "A fairness key or a throttle key, in bytes.");

  public static final ConfigKey<Long> THROTTLE_KEYS =
      new ConfigKey<>(
          "limits.throttle_keys_max",
          new WholeNumber(1, 1_000),
          16L,
          "Throttle keys of a message.");

  public static final ConfigKey<Long> SCRIPT_BYTES =
      new ConfigKey<>(
          "limits.script_bytes_max",
          new WholeNumber(1, MIB),
          64 * KIB,
          "Source of a script, in bytes.");

  public static final ConfigKey<Long> CONSUMERS =
      new ConfigKey<>(
          "limits.consumers_max",
          new WholeNumber(1, 1_000_000),
          10_000L,
          "Consumers attached at once.");

  public static final ConfigKey<Long> INBOX_REQUESTS =
      new ConfigKey<>(
          "limits.inbox_requests_max",
          new WholeNumber(1, 10_000_000),
          16_384L,
          "Requests that wait to be written; further ones are refused with advice to retry.");

  public static final ConfigKey<Long> INBOX_BYTES =
      new ConfigKey<>(
          "limits.inbox_bytes_max",
          new WholeNumber(MIB, 64 * GIB),
          64 * MIB,
          "Bytes of the requests that wait to be written.");

  public static final ConfigKey<Long> HOOK_BACKLOG_REQUESTS =
      new ConfigKey<>(
          "limits.hook_backlog_requests_max",
          new WholeNumber(1, 10_000_000),
          4_096L,
          "Requests that wait for a script; those of one queue may fill half of it.");

  public static final ConfigKey<Long> HOOK_BACKLOG_BYTES =
      new ConfigKey<>(
          "limits.hook_backlog_bytes_max",
          new WholeNumber(MIB, 64 * GIB),
          64 * MIB,
          "Bytes of the requests that wait for a script; those of one queue may fill half of it.");

  public static final ConfigKey<Long> ADMIN_CALLS =
      new ConfigKey<>(
          "limits.admin_calls_max",
          new WholeNumber(1, 100_000),
          1_000L,
          "Administrative calls on their way at once.");

  public static final ConfigKey<Long> CONFIG_ENTRIES =
      new ConfigKey<>(
          "limits.config_entries_max",
          new WholeNumber(1, 10_000_000),
          200_000L,
          "Entries of the runtime configuration; each token bucket is one.");

  public static final ConfigKey<Long> CONFIG_BYTES =
      new ConfigKey<>(
          "limits.config_bytes_max",
          new WholeNumber(KIB, 16 * GIB),
          32 * MIB,
          "Bytes of all keys and values of the runtime configuration; kept in the heap.");

  public static final ConfigKey<Optional<String>> OTLP_ENDPOINT =
      new ConfigKey<>(
          "telemetry.otlp_endpoint",
          new OptionalUrl(),
          Optional.empty(),
          "OpenTelemetry collector (OTLP over gRPC) that gets metrics and traces.");

  public static final ConfigKey<String> SERVICE_NAME =
      new ConfigKey<>(
          "telemetry.service_name", new Text(255), "vez", "Name of this broker at the collector.");

  public static final ConfigKey<Long> METRICS_INTERVAL_MS =
      new ConfigKey<>(
          "telemetry.metrics_interval_ms",
          new WholeNumber(100, 3_600_000),
          10_000L,
          "How often metrics are sent to the collector, in milliseconds.");

  public static final ConfigKey<Optional<HostAndPort>> METRICS_ADDR =
      new ConfigKey<>(
          "telemetry.metrics_addr",
          new OptionalAddress(),
          Optional.empty(),
          "Where Prometheus finds `/metrics`, over HTTP without a password.");

  public static final ConfigKey<LogLevel> LOG_LEVEL =
      new ConfigKey<>(
          "log.level",
          new Choice<>(LogLevel.class),
          LogLevel.INFO,
          "Vez's own records; libraries log warnings and errors only.");

  /** In the order in which a reader wants them. */
  public static final List<ConfigKey<?>> ALL =
      withCluster(
          LISTEN_ADDR,
          MAX_MESSAGE_BYTES,
          DRAIN_TIMEOUT_MS,
          QUANTUM,
          MAX_IN_FLIGHT,
          MAX_IN_FLIGHT_TOTAL,
          MAX_ATTEMPTS,
          SCRIPT_TIMEOUT_MS,
          SCRIPT_MEMORY_BYTES,
          SCRIPT_BREAKER_THRESHOLD,
          SCRIPT_BREAKER_COOLDOWN_MS,
          SCRIPT_ON_ERROR,
          STORE_BYTES,
          STORE_WRITE_BYTES,
          WINDOW_BYTES,
          FRESH_PAYLOAD_BYTES,
          DISK_RESERVE_BYTES,
          HEADERS,
          HEADER_NAME_BYTES,
          HEADER_VALUE_BYTES,
          KEY_BYTES,
          THROTTLE_KEYS,
          SCRIPT_BYTES,
          CONSUMERS,
          INBOX_REQUESTS,
          INBOX_BYTES,
          HOOK_BACKLOG_REQUESTS,
          HOOK_BACKLOG_BYTES,
          ADMIN_CALLS,
          CONFIG_ENTRIES,
          CONFIG_BYTES,
          OTLP_ENDPOINT,
          SERVICE_NAME,
          METRICS_INTERVAL_MS,
          METRICS_ADDR,
          LOG_LEVEL);

  private ConfigKeys() {}

  private static List<ConfigKey<?>> withCluster(ConfigKey<?>... others) {
    return Stream.concat(Arrays.stream(others), ClusterKeys.ALL.stream())
        .<ConfigKey<?>>map(key -> key)
        .toList();
  }
}
