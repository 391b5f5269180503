package dev.vez.app.server;

import dev.vez.app.config.Config;
import dev.vez.app.config.ConfigLoader;
import dev.vez.app.config.ConfigResult;
import dev.vez.app.config.ConfigSources;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Configurations for tests: nothing of the machine's files and variables. */
public final class TestConfig {

  private TestConfig() {}

  /** A server on a free loopback port. */
  static Config in(Path folder) {
    return in(folder, "127.0.0.1:0");
  }

  static Config in(Path folder, String address) {
    return with(folder, "server.listen_addr=" + address);
  }

  /** On a free loopback port, unless the settings say otherwise. */
  public static Config with(Path folder, String... settings) {
    ConfigResult result =
        ConfigLoader.load(
            new ConfigSources(
                Stream.concat(
                        Stream.of(
                            "server.listen_addr=127.0.0.1:0",
                            "memory.store_bytes=33554432",
                            "memory.store_write_bytes=8388608"),
                        Stream.of(settings))
                    .toList(),
                Optional.of(folder),
                Map.of(),
                Optional.empty(),
                List.of()));
    return switch (result) {
      case ConfigResult.Loaded(Config config) -> config;
      case ConfigResult.Invalid invalid -> throw new AssertionError(invalid);
    };
  }
}
