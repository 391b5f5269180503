package dev.vez.app.config;

import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Reads the configuration: flag over environment over file over default. */
public final class ConfigLoader {

  private static final String DATA_FOLDER_VARIABLE = "VEZ_DATA_DIR";
  private static final String DATA_FOLDER_DEFAULT = "data";

  private final ConfigSources sources;
  private final ConfigValues values = new ConfigValues();

  private ConfigLoader(ConfigSources sources) {
    this.sources = sources;
  }

  /** Reads every source, and reports every problem at once. */
  public static ConfigResult load(ConfigSources sources) {
    return new ConfigLoader(sources).load();
  }

  private ConfigResult load() {
    sources
        .file()
        .or(() -> sources.defaultFiles().stream().filter(Files::exists).findFirst())
        .ifPresent(file -> ConfigFile.read(file, values));
    new TreeMap<>(sources.environment()).forEach(this::readVariable);
    sources.settings().forEach(this::readSetting);
    Path dataFolder = dataFolder();
    checkTogether();
    checkInbox();
    return values.problems().isEmpty()
        ? new ConfigResult.Loaded(build(dataFolder))
        : new ConfigResult.Invalid(values.problems());
  }

  /** An empty variable counts as unset. */
  private void readVariable(String variable, String text) {
    if (text.isEmpty()) {
      return;
    }
    Optional<String> name =
        ConfigKeys.ALL.stream()
            .filter(key -> key.variable().equals(variable))
            .<String>map(ConfigKey::name)
            .findFirst()
            .or(() -> UnsupportedKeys.ofVariable(variable));
    if (name.isPresent()) {
      values.setFromText(variable, name.get(), text);
    } else if (namesSection(variable)) {
      List<String> known = ConfigKeys.ALL.stream().<String>map(ConfigKey::variable).toList();
      values.problem(
          variable,
          "unknown variable"
              + Suggestions.nearest(variable, known)
                  .map(near -> "; did you mean " + near + "?")
                  .orElse(""));
    }
  }

  /** Other variables may start with VEZ_ too: those of the launcher, or of a container platform. */
  private static boolean namesSection(String variable) {
    return ConfigKeys.ALL.stream()
        .anyMatch(key -> variable.startsWith(ConfigKey.variableOf(key.section() + ".")));
  }

  private void readSetting(String setting) {
    int equals = setting.indexOf('=');
    String where = "--set " + (equals < 0 ? setting : setting.substring(0, equals));
    if (equals < 0) {
      values.problem(where, "expected KEY=VALUE, as in server.listen_addr=127.0.0.1:5555");
    } else {
      values.setFromText(where, setting.substring(0, equals), setting.substring(equals + 1));
    }
  }

  private Path dataFolder() {
    Map<String, String> environment = sources.environment();
    String variable = environment.getOrDefault(DATA_FOLDER_VARIABLE, "");
    try {
      return sources
          .dataFolder()
          .orElseGet(() -> Path.of(variable.isEmpty() ? DATA_FOLDER_DEFAULT : variable));
    } catch (InvalidPathException e) {
      values.problem(DATA_FOLDER_VARIABLE, "must be a path");
      return Path.of(DATA_FOLDER_DEFAULT);
    }
  }

  private void checkTogether() {
    ClusterKeys.check(values);
    if (values.get(ConfigKeys.STORE_WRITE_BYTES) > values.get(ConfigKeys.STORE_BYTES) / 2) {
      values.problem(
          values.whereSet(ConfigKeys.STORE_WRITE_BYTES, ConfigKeys.STORE_BYTES),
          "`memory.store_write_bytes` must be at most half of `memory.store_bytes`, but they are "
              + values.get(ConfigKeys.STORE_WRITE_BYTES)
              + " and "
              + values.get(ConfigKeys.STORE_BYTES));
    }
  }

  /** A message that no inbox can take would be refused for ever, with advice to retry. */
  private void checkInbox() {
    if (values.get(ConfigKeys.INBOX_BYTES) < values.get(ConfigKeys.MAX_MESSAGE_BYTES)) {
      values.problem(
          values.whereSet(ConfigKeys.INBOX_BYTES, ConfigKeys.MAX_MESSAGE_BYTES),
          "`limits.inbox_bytes_max` must be at least `server.max_message_bytes`, but they are "
              + values.get(ConfigKeys.INBOX_BYTES)
              + " and "
              + values.get(ConfigKeys.MAX_MESSAGE_BYTES));
    }
  }

  private Config build(Path dataFolder) {
    return new Config(
        dataFolder,
        new ServerConfig(
            values.get(ConfigKeys.LISTEN_ADDR),
            number(ConfigKeys.MAX_MESSAGE_BYTES),
            Duration.ofMillis(values.get(ConfigKeys.DRAIN_TIMEOUT_MS))),
        new SchedulingConfig(
            number(ConfigKeys.QUANTUM),
            number(ConfigKeys.MAX_IN_FLIGHT),
            number(ConfigKeys.MAX_IN_FLIGHT_TOTAL),
            number(ConfigKeys.MAX_ATTEMPTS)),
        new ScriptLimits(
            number(ConfigKeys.SCRIPT_TIMEOUT_MS),
            values.get(ConfigKeys.SCRIPT_MEMORY_BYTES),
            number(ConfigKeys.SCRIPT_BREAKER_THRESHOLD),
            values.get(ConfigKeys.SCRIPT_BREAKER_COOLDOWN_MS),
            values.get(ConfigKeys.SCRIPT_ON_ERROR)),
        new MemoryConfig(
            values.get(ConfigKeys.STORE_BYTES),
            values.get(ConfigKeys.STORE_WRITE_BYTES),
            values.get(ConfigKeys.WINDOW_BYTES),
            values.get(ConfigKeys.FRESH_PAYLOAD_BYTES)),
        new StorageConfig(values.get(ConfigKeys.DISK_RESERVE_BYTES)),
        new MessageLimits(
            number(ConfigKeys.HEADERS),
            number(ConfigKeys.HEADER_NAME_BYTES),
            number(ConfigKeys.HEADER_VALUE_BYTES),
            number(ConfigKeys.KEY_BYTES),
            number(ConfigKeys.THROTTLE_KEYS),
            number(ConfigKeys.SCRIPT_BYTES)),
        new LoadLimits(
            number(ConfigKeys.CONSUMERS),
            number(ConfigKeys.INBOX_REQUESTS),
            values.get(ConfigKeys.INBOX_BYTES),
            number(ConfigKeys.HOOK_BACKLOG_REQUESTS),
            values.get(ConfigKeys.HOOK_BACKLOG_BYTES),
            number(ConfigKeys.ADMIN_CALLS),
            number(ConfigKeys.CONFIG_ENTRIES),
            values.get(ConfigKeys.CONFIG_BYTES)),
        new TelemetryConfig(
            values.get(ConfigKeys.OTLP_ENDPOINT),
            values.get(ConfigKeys.SERVICE_NAME),
            Duration.ofMillis(values.get(ConfigKeys.METRICS_INTERVAL_MS)),
            values.get(ConfigKeys.METRICS_ADDR)),
        ClusterKeys.build(values),
        values.get(ConfigKeys.LOG_LEVEL));
  }

  private int number(ConfigKey<Long> key) {
    return Math.toIntExact(values.get(key));
  }
}
