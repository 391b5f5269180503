package dev.vez.app.config;

import dev.vez.app.config.ValueType.Address;
import dev.vez.app.config.ValueType.Choice;
import dev.vez.app.config.ValueType.WholeNumber;
import java.util.List;

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

  public static final ConfigKey<Long> SCRIPT_TIMEOUT_MS =
      new ConfigKey<>(
          "lua.default_timeout_ms",
          new WholeNumber(1, 10_000),
          10L,
          "How long one call of a script may run, in milliseconds.");

  public static final ConfigKey<Long> SCRIPT_MEMORY_BYTES =
      new ConfigKey<>(
          "lua.default_memory_limit_bytes",
          new WholeNumber(64 * KIB, 256 * MIB),
          MIB,
          "What one call of a script may allocate.");

  public static final ConfigKey<Long> BLOCK_CACHE_BYTES =
      new ConfigKey<>(
          "storage.block_cache_bytes",
          new WholeNumber(8 * MIB, 1_024 * GIB),
          256 * MIB,
          "Memory for blocks read from disk, shared by all groups.");

  public static final ConfigKey<Long> WRITE_BUFFER_BYTES =
      new ConfigKey<>(
          "storage.write_buffer_bytes",
          new WholeNumber(8 * MIB, 64 * GIB),
          128 * MIB,
          "Memory for writes not yet in files, shared by all groups.");

  public static final ConfigKey<LogLevel> LOG_LEVEL =
      new ConfigKey<>(
          "log.level",
          new Choice<>(LogLevel.class),
          LogLevel.INFO,
          "Vez's own records; libraries log warnings and errors only.");

  /** In the order in which a reader wants them. */
  public static final List<ConfigKey<?>> ALL =
      List.of(
          LISTEN_ADDR,
          MAX_MESSAGE_BYTES,
          DRAIN_TIMEOUT_MS,
          QUANTUM,
          MAX_IN_FLIGHT,
          SCRIPT_TIMEOUT_MS,
          SCRIPT_MEMORY_BYTES,
          BLOCK_CACHE_BYTES,
          WRITE_BUFFER_BYTES,
          LOG_LEVEL);

  private ConfigKeys() {}
}
