package dev.vez.app.harness;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * How to run a broker.
 *
 * @param folder where configuration and output of its processes go
 * @param dataFolder its data, which outlives its processes
 * @param jvmFlags such as {@code -Xmx256m}
 * @param settings TOML values by key, as in {@code memory.store_bytes} to {@code 8388608}
 */
public record BrokerSpec(
    Path folder, Path dataFolder, List<String> jvmFlags, Map<String, String> settings) {

  public BrokerSpec {
    folder = folder.toAbsolutePath();
    dataFolder = dataFolder.toAbsolutePath();
    jvmFlags = List.copyOf(jvmFlags);
    settings = Map.copyOf(settings);
  }

  /** A broker with the defaults, and its data in {@code folder}. */
  public static BrokerSpec in(Path folder) {
    return new BrokerSpec(folder, folder.resolve("data"), List.of(), Map.of());
  }

  /** The same with other flags for Java. */
  public BrokerSpec withJvmFlags(String... flags) {
    return new BrokerSpec(folder, dataFolder, List.of(flags), settings);
  }

  /** The same with one more flag for Java. */
  public BrokerSpec withJvmFlag(String flag) {
    List<String> flags = new ArrayList<>(jvmFlags);
    flags.add(flag);
    return new BrokerSpec(folder, dataFolder, flags, settings);
  }

  /** The same with other settings. */
  public BrokerSpec withSettings(Map<String, String> values) {
    return new BrokerSpec(folder, dataFolder, jvmFlags, values);
  }
}
