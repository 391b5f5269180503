package dev.vez.ports.scheduling;

import java.util.Optional;

/**
 * Runtime configuration as scripts read it. Called while a script runs, by any thread, so it must
 * answer from memory.
 */
@FunctionalInterface
public interface ScriptConfig {

  /** Knows no key. */
  ScriptConfig EMPTY = key -> Optional.empty();

  /**
   * Value of a key, empty where there is none.
   *
   * @param key at most {@value #KEY_BYTES_MAX} bytes of UTF-8
   */
  Optional<String> get(String key);

  /** Longest key, in bytes of UTF-8; scripts that ask for a longer one find nothing. */
  int KEY_BYTES_MAX = 256;
}
