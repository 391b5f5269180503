package dev.vez.domain.machine;

import dev.vez.domain.effect.Effect;
import dev.vez.domain.outcome.Outcome;
import dev.vez.domain.record.Mutation;
import java.util.List;

/**
 * What applying an entry gave.
 *
 * @param outcomes one for each command, in order; empty where {@code staleTerm}
 * @param mutations to be written with the applied index in one batch
 * @param effects to be run by the leader that proposed the entry, once it is durable
 * @param staleTerm whether the entry had no effect, because it was committed in another term than
 *     the one for which it was meant
 */
public record Applied(
    List<Outcome> outcomes, List<Mutation> mutations, List<Effect> effects, boolean staleTerm) {

  /** The result of an entry without effect. */
  public static final Applied STALE = new Applied(List.of(), List.of(), List.of(), true);
}
