package dev.vez.app.runtime;

import dev.vez.ports.scheduling.RandomSource;
import java.security.SecureRandom;
import java.util.SplittableRandom;

/**
 * A fast generator for each thread, split from one that is seeded by the system. Good for ids and
 * jitter; never for secrets, since a generator's state can be computed from its output.
 */
public final class SplittableRandomSource implements RandomSource {

  private final SplittableRandom root;
  private final ThreadLocal<SplittableRandom> generators = ThreadLocal.withInitial(this::split);

  /** Seeded from the system's entropy. */
  public SplittableRandomSource() {
    root = new SplittableRandom(new SecureRandom().nextLong());
  }

  @Override
  public long nextLong() {
    return generators.get().nextLong();
  }

  private SplittableRandom split() {
    synchronized (root) {
      return root.split();
    }
  }
}
