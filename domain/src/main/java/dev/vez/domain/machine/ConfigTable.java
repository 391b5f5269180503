package dev.vez.domain.machine;

import dev.vez.domain.command.ConfigLimits;
import dev.vez.domain.outcome.ConfigFull;
import dev.vez.domain.record.ConfigRecord;
import dev.vez.domain.record.QueueRecord;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Collections;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The runtime configuration, and how much of it there is. */
final class ConfigTable {

  private static final String MAX_ATTEMPTS_PREFIX = "queue.";
  private static final String MAX_ATTEMPTS_SUFFIX = ".max_attempts";

  private final TreeMap<String, ConfigRecord> byName = new TreeMap<>();
  private long bytes;

  Collection<ConfigRecord> all() {
    return Collections.unmodifiableCollection(byName.values());
  }

  Optional<ConfigRecord> find(String name) {
    return Optional.ofNullable(byName.get(name));
  }

  /** The limit on attempts that a queue of this name has, or gets when it is created. */
  int maxAttempts(String queue) {
    ConfigRecord record = byName.get(MAX_ATTEMPTS_PREFIX + queue + MAX_ATTEMPTS_SUFFIX);
    return record == null ? QueueRecord.MAX_ATTEMPTS_OF_GROUP : numberOf(record.value().strip());
  }

  /** A leader lets only whole numbers of up to nine digits pass; anything else limits nothing. */
  private static int numberOf(String value) {
    boolean isNumber =
        !value.isEmpty()
            && value.length() <= 9
            && value.chars().allMatch(each -> each >= '0' && each <= '9');
    return isNumber ? Integer.parseInt(value) : QueueRecord.MAX_ATTEMPTS_OF_GROUP;
  }

  /** Which limit would be exceeded by the record, if any. What only shrinks is always welcome. */
  Optional<ConfigFull.Limit> exceededBy(ConfigRecord record, ConfigLimits limits) {
    ConfigRecord earlier = byName.get(record.name());
    if (earlier == null && byName.size() >= limits.entriesMax()) {
      return Optional.of(ConfigFull.Limit.ENTRIES);
    }
    long growth = bytesOf(record) - bytesOf(earlier);
    return growth > 0 && bytes + growth > limits.bytesMax()
        ? Optional.of(ConfigFull.Limit.BYTES)
        : Optional.empty();
  }

  void put(ConfigRecord record) {
    bytes += bytesOf(record) - bytesOf(byName.put(record.name(), record));
  }

  void remove(String name) {
    bytes -= bytesOf(byName.remove(name));
  }

  private static long bytesOf(@Nullable ConfigRecord record) {
    return record == null ? 0 : bytesOf(record.name()) + bytesOf(record.value());
  }

  private static long bytesOf(String text) {
    return text.getBytes(StandardCharsets.UTF_8).length;
  }
}
