package dev.vez.app.config;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Keys that the protocol's other brokers know and this version does not carry out. They are refused
 * by name: a broker that skipped {@code tls} or {@code auth} would be open without a word.
 */
final class UnsupportedKeys {

  private static final List<String> SECTIONS = List.of("auth", "tls");

  private static final List<String> KEYS = List.of("cluster.heartbeat_interval_ms");

  private UnsupportedKeys() {}

  static boolean contains(String name) {
    return SECTIONS.contains(name)
        || KEYS.contains(name)
        || SECTIONS.stream().anyMatch(section -> name.startsWith(section + "."));
  }

  /** The key that an environment variable means, if it is one of these. */
  static Optional<String> ofVariable(String variable) {
    if (variable.equals("VEZ_BOOTSTRAP_APIKEY")) {
      return Optional.of("auth.bootstrap_apikey");
    }
    return SECTIONS.stream()
        .filter(section -> variable.startsWith(ConfigKey.variableOf(section + ".")))
        .map(section -> section + "." + keyOf(variable, section))
        .findFirst()
        .or(
            () ->
                KEYS.stream()
                    .filter(key -> variable.equals(ConfigKey.variableOf(key)))
                    .findFirst());
  }

  private static String keyOf(String variable, String section) {
    return variable
        .substring(ConfigKey.variableOf(section + ".").length())
        .toLowerCase(Locale.ROOT);
  }
}
