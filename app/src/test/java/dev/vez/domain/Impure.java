package dev.vez.domain;

import dev.vez.app.Vez;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.concurrent.Executor;

/**
 * Breaks each rule of the domain once, so that a test can show that the rules see it. It is a test
 * class and in no jar.
 */
@SuppressWarnings("unused")
public final class Impure {
  private Impure() {}

  static final class Modules {
    Class<?> app = Vez.class;
  }

  static final class Libraries {
    Object grpc = io.grpc.Status.OK;
  }

  static final class Clocks {
    long nanos = System.nanoTime();
    Object instant = java.time.Instant.now();
  }

  static final class Randomness {
    UUID id = UUID.randomUUID();
    Object random = new SplittableRandom();
  }

  static final class Identity {
    int hash(Object any) {
      return System.identityHashCode(any);
    }
  }

  static final class Threads {
    void later(Executor executor) {
      executor.execute(() -> {});
    }
  }

  static final class Locks {
    synchronized void locked() {}
  }

  static final class Files {
    Path path = Path.of("x");
  }

  static final class Machine {
    Object charset = Charset.defaultCharset();
  }

  static final class Logging {
    System.Logger logger = System.getLogger("x");
  }

  static final class FloatingFields {
    double[] shares = {};
  }

  static final class FloatingSignatures {
    void share(float share) {}
  }

  static final class FloatingCalls {
    long root(int square) {
      return (long) Math.sqrt(square);
    }
  }

  static final class HashOrder {
    private final Map<String, String> map = new HashMap<>();

    int sum() {
      int sum = 0;
      for (String value : map.values()) {
        sum += value.length();
      }
      return sum;
    }
  }

  static final class SaltedOrder {
    Iterable<String> set = Set.of("a", "b");
  }

  static final class UnorderedSets {
    private final Set<String> set;

    UnorderedSets(Set<String> set) {
      this.set = set;
    }
  }
}
