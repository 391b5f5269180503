package dev.vez.domain.machine;

import dev.vez.domain.command.CatalogueChange;
import dev.vez.domain.command.ConfigMeaning;
import dev.vez.domain.command.SetConfig;
import java.util.List;
import java.util.stream.IntStream;

/**
 * What a data group has to do about an entry of the runtime configuration.
 *
 * @param group the data group
 * @param change what it has to do
 */
record GroupChange(int group, CatalogueChange change) {

  static List<GroupChange> of(SetConfig command) {
    int groups = command.dataGroups();
    return switch (command.meaning()) {
      case ConfigMeaning.Text() -> List.of();
      case ConfigMeaning.Bucket(var key, var rateMicros, var burstMicros) ->
          toEach(
              groups,
              new CatalogueChange.SetBucket(key, rateMicros / groups, burstMicros / groups));
      case ConfigMeaning.NoBucket(var key) -> toEach(groups, new CatalogueChange.RemoveBucket(key));
    };
  }

  private static List<GroupChange> toEach(int groups, CatalogueChange change) {
    return IntStream.rangeClosed(1, groups)
        .mapToObj(group -> new GroupChange(group, change))
        .toList();
  }
}
