package dev.vez.engine.group;

import dev.vez.domain.command.Command;
import dev.vez.domain.command.Entry;
import dev.vez.domain.effect.Effect;
import dev.vez.domain.hash.Digest;
import dev.vez.domain.machine.Applied;
import dev.vez.domain.machine.StateMachine;
import dev.vez.domain.outcome.Nacked;
import dev.vez.domain.outcome.Outcome;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A state machine that writes down what it is given. The outcome of each command is how many
 * commands there were before, so answers can be told apart.
 */
final class ScriptedMachine implements StateMachine {

  private final List<Entry> applied = new ArrayList<>();
  private List<Effect> nextEffects = List.of();
  private int entriesWithEffects;
  private @Nullable RuntimeException nextFailure;
  private int outcomesMissing;
  private int commands;
  private long logTimeMicros;

  /** What each of the next entries brings. */
  void effectsOfNextEntries(int entries, Effect... effects) {
    nextEffects = List.of(effects);
    entriesWithEffects = entries;
  }

  /** What the next entry breaks. */
  void failAtNextEntry(RuntimeException failure) {
    nextFailure = failure;
  }

  /** The next entry brings one outcome less than it has commands. */
  void forgetAnOutcome() {
    outcomesMissing = 1;
  }

  void setLogTimeMicros(long micros) {
    logTimeMicros = micros;
  }

  List<Entry> applied() {
    return List.copyOf(applied);
  }

  /** Every command applied with effect, in order. */
  List<Command> commands() {
    return applied.stream()
        .filter(Entry::isOfExpectedTerm)
        .flatMap(entry -> entry.proposal().commands().stream())
        .toList();
  }

  @Override
  public Applied apply(Entry entry) {
    if (nextFailure != null) {
      throw nextFailure;
    }
    applied.add(entry);
    if (!entry.isOfExpectedTerm()) {
      return Applied.STALE;
    }
    logTimeMicros = Math.max(logTimeMicros, entry.proposal().logTimeMicros());
    List<Outcome> outcomes = new ArrayList<>();
    for (int i = outcomesMissing; i < entry.proposal().commands().size(); i++) {
      outcomes.add(new Nacked(++commands, false));
    }
    List<Effect> effects = entriesWithEffects > 0 ? nextEffects : List.of();
    entriesWithEffects--;
    return new Applied(outcomes, List.of(), effects, false);
  }

  @Override
  public Digest digest() {
    return Digest.ZERO;
  }

  @Override
  public long logTimeMicros() {
    return logTimeMicros;
  }
}
