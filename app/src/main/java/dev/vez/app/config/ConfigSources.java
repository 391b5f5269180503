package dev.vez.app.config;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Where a configuration comes from; the earlier of two wins.
 *
 * @param settings of flags, as in {@code server.listen_addr=127.0.0.1:5555}
 * @param dataFolder of a flag
 * @param environment variables of the process
 * @param file named by a flag; it must exist
 * @param defaultFiles of which the first that exists is read where no flag names one
 */
public record ConfigSources(
    List<String> settings,
    Optional<Path> dataFolder,
    Map<String, String> environment,
    Optional<Path> file,
    List<Path> defaultFiles) {

  /** Where a file is looked for. */
  public static final List<Path> DEFAULT_FILES =
      List.of(Path.of("vez.toml"), Path.of("/etc/vez/vez.toml"));

  public ConfigSources {
    settings = List.copyOf(settings);
    environment = Map.copyOf(environment);
    defaultFiles = List.copyOf(defaultFiles);
  }
}
