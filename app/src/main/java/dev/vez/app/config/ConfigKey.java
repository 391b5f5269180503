package dev.vez.app.config;

import java.util.Locale;

/**
 * A key of the configuration.
 *
 * @param name section and key, as in {@code server.listen_addr}
 * @param type what its value may be
 * @param defaultValue where nothing sets it
 * @param meaning one sentence for the user, with units
 * @param <T> what its value becomes
 */
public record ConfigKey<T>(String name, ValueType<T> type, T defaultValue, String meaning) {

  /** The environment variable that sets it, as in {@code VEZ_SERVER_LISTEN_ADDR}. */
  public String variable() {
    return variableOf(name);
  }

  static String variableOf(String name) {
    return "VEZ_" + name.replace('.', '_').toUpperCase(Locale.ROOT);
  }

  /** Its section, as in {@code server}. */
  public String section() {
    return name.substring(0, name.indexOf('.'));
  }

  /** Its default as one would write it in a file. */
  public String shownDefault() {
    return type.show(defaultValue);
  }
}
