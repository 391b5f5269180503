package dev.vez.engine.catalogue;

import dev.vez.domain.record.ConfigRecord;
import dev.vez.domain.record.Mutation;
import dev.vez.domain.record.RecordKey;
import dev.vez.ports.scheduling.ScriptConfig;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.stream.Collectors;

/**
 * The runtime configuration, for any thread to read. Only what is durable is in it. Made by whoever
 * puts the engine together, because the compiler of scripts, which the engine is given, reads it
 * too.
 */
public final class ConfigView implements ScriptConfig {

  private final ConcurrentNavigableMap<String, String> entries = new ConcurrentSkipListMap<>();

  /** Nothing yet. */
  public ConfigView() {}

  @Override
  public Optional<String> get(String key) {
    return Optional.ofNullable(entries.get(key));
  }

  /** All entries from a key on, ordered by key; they may change meanwhile. */
  public ConcurrentNavigableMap<String, String> from(String key) {
    return entries.tailMap(key, true);
  }

  /** Shows what an entry has changed. By one thread at a time, in log order. */
  void publish(List<Mutation> mutations) {
    for (Mutation mutation : mutations) {
      switch (mutation) {
        case Mutation.Put(ConfigRecord(var name, var value)) -> entries.put(name, value);
        case Mutation.Remove(RecordKey.OfConfig(var name)) -> entries.remove(name);
        case Mutation.Put _, Mutation.Remove _, Mutation.RemoveQueue _ -> {}
      }
    }
  }

  /** Shows what was recovered, and nothing else. */
  void replace(Collection<ConfigRecord> recovered) {
    Set<String> names =
        recovered.stream().map(ConfigRecord::name).collect(Collectors.toUnmodifiableSet());
    entries.keySet().retainAll(names);
    recovered.forEach(record -> entries.put(record.name(), record.value()));
  }
}
