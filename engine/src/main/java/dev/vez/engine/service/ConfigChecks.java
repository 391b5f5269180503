package dev.vez.engine.service;

import dev.vez.ports.api.ConfigAdmin;
import dev.vez.ports.api.Rejection.InvalidArgument;
import dev.vez.ports.scheduling.ScriptConfig;
import org.jspecify.annotations.Nullable;

/** Checks of requests for runtime configuration. Problems never repeat a key or a value. */
final class ConfigChecks {

  private ConfigChecks() {}

  static @Nullable InvalidArgument key(String key) {
    return key.isEmpty()
        ? new InvalidArgument("key", "Expected a key, but got none")
        : size("key", key, ScriptConfig.KEY_BYTES_MAX);
  }

  static @Nullable InvalidArgument value(String value) {
    return size("value", value, ConfigAdmin.VALUE_BYTES_MAX);
  }

  static @Nullable InvalidArgument prefix(String prefix) {
    return size("prefix", prefix, ScriptConfig.KEY_BYTES_MAX);
  }

  private static @Nullable InvalidArgument size(String field, String text, int bytesMax) {
    long bytes = Utf8.sizeOf(text);
    return bytes > bytesMax
        ? new InvalidArgument(field, "Expected at most " + bytesMax + " bytes, but got " + bytes)
        : null;
  }
}
