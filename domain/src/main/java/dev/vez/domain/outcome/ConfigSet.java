package dev.vez.domain.outcome;

import java.util.List;

/**
 * The entry is in the configuration, or is no more.
 *
 * @param changes what data groups have yet to carry out
 */
public record ConfigSet(List<IssuedChange> changes) implements SetConfigOutcome {
  public ConfigSet {
    changes = List.copyOf(changes);
  }
}
