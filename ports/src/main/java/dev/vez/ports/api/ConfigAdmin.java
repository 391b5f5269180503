package dev.vez.ports.api;

import java.util.List;
import java.util.concurrent.CompletionStage;

/**
 * Runtime configuration: keys with values, which scripts read, and some of which the broker goes
 * by: {@code throttle.<key>} and {@code queue.<name>.max_attempts}. Texts are measured in bytes of
 * UTF-8. The same rules as in {@link Messaging} apply.
 */
public interface ConfigAdmin {

  /** Longest value, in bytes. */
  int VALUE_BYTES_MAX = 1_024;

  /** Entries that one list holds at most. */
  int ENTRIES_MAX = 10_000;

  /** Bytes of keys and values that one list holds at most: clients take 4 MiB by default. */
  int LIST_BYTES_MAX = 3 << 20;

  /**
   * Sets an entry; completes once it shows everywhere and the broker goes by it.
   *
   * @param key 1 to {@value dev.vez.ports.scheduling.ScriptConfig#KEY_BYTES_MAX} bytes
   * @param value at most {@link #VALUE_BYTES_MAX} bytes; empty to remove the entry
   */
  CompletionStage<Result<Settled>> setConfig(String key, String value);

  /** Value of a key, empty where there is none. */
  CompletionStage<Result<String>> getConfig(String key);

  /**
   * The entries whose keys begin with a text, ordered by key: the first {@link #ENTRIES_MAX}, or
   * fewer that stay within {@link #LIST_BYTES_MAX}.
   */
  CompletionStage<Result<List<ConfigEntry>>> listConfig(String prefix);
}
