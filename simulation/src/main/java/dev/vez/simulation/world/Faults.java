package dev.vez.simulation.world;

import java.util.EnumMap;
import java.util.Map;

/** Decides what goes wrong now, counts it, and ends at some point. */
public final class Faults {

  private final FaultRates rates;
  private final Chance chance;
  private final EnumMap<FaultKind, Long> counts = new EnumMap<>(FaultKind.class);
  private boolean over;

  public Faults(FaultRates rates, Chance chance) {
    this.rates = rates;
    this.chance = chance;
  }

  public FaultRates rates() {
    return rates;
  }

  /** Whether a fault strikes that does so once in {@code n} times. */
  public boolean strikesOneIn(int n) {
    return !over && chance.oneIn(n);
  }

  /** Whether a fault strikes that does so in {@code percent} cases of 100. */
  public boolean strikesPercent(int percent) {
    return !over && chance.percent(percent);
  }

  /** One has struck. */
  public void count(FaultKind kind) {
    counts.merge(kind, 1L, Long::sum);
  }

  /** Nothing goes wrong any more. */
  public void end() {
    over = true;
  }

  public boolean areOver() {
    return over;
  }

  /** How often each has struck. */
  public Map<FaultKind, Long> counts() {
    return new EnumMap<>(counts);
  }
}
