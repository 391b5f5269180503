package dev.vez.simulation.audit;

import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The first promise seen broken; what follows it is often only its consequence. */
final class Findings {

  private final Set<Invariant> heeded;
  private @Nullable Violation first;
  private long nanos;

  /**
   * None yet.
   *
   * @param heeded what counts; other breaches are passed over
   */
  Findings(Set<Invariant> heeded) {
    this.heeded = EnumSet.copyOf(heeded);
  }

  void now(long newNanos) {
    nanos = newNanos;
  }

  void breach(Invariant invariant, String what) {
    if (first == null && heeded.contains(invariant)) {
      first = new Violation(invariant, what, nanos);
    }
  }

  Optional<Violation> first() {
    return Optional.ofNullable(first);
  }
}
