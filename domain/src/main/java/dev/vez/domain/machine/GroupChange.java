package dev.vez.domain.machine;

import dev.vez.domain.command.CatalogueChange;
import dev.vez.domain.command.ConfigMeaning;
import dev.vez.domain.command.SetConfig;
import dev.vez.domain.record.CatalogueRecord;
import dev.vez.domain.record.QueueState;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * What a data group has to do about an entry of the runtime configuration.
 *
 * @param group the data group
 * @param change what it has to do
 */
record GroupChange(int group, CatalogueChange change) {

  /**
   * The changes that follow from an entry.
   *
   * @param queues finds the queue of a name
   */
  static List<GroupChange> of(
      SetConfig command, Function<String, Optional<CatalogueRecord>> queues) {
    int groups = command.dataGroups();
    return switch (command.meaning()) {
      case ConfigMeaning.Text() -> List.of();
      case ConfigMeaning.Bucket(var key, var rateMicros, var burstMicros) ->
          // What each of several groups is told in its place is a matter of shares.
          toEach(groups, new CatalogueChange.SetBucket(key, rateMicros, burstMicros));
      case ConfigMeaning.NoBucket(var key) -> toEach(groups, new CatalogueChange.RemoveBucket(key));
      case ConfigMeaning.OfGroups(var setting, var value) ->
          toEach(groups, new CatalogueChange.SetGroupSetting(setting, value));
      case ConfigMeaning.MaxAttempts(var name, var maxAttempts) ->
          queues.apply(name).stream()
              .filter(queue -> queue.state() != QueueState.DELETING)
              .map(
                  queue ->
                      new GroupChange(
                          queue.group(),
                          new CatalogueChange.SetMaxAttempts(queue.id(), maxAttempts)))
              .toList();
    };
  }

  private static List<GroupChange> toEach(int groups, CatalogueChange change) {
    return IntStream.rangeClosed(1, groups)
        .mapToObj(group -> new GroupChange(group, change))
        .toList();
  }
}
