package dev.vez.benchmarks;

import dev.vez.benchmarks.MachineUnderTest.MessageKeys;
import dev.vez.domain.command.CatalogueChange;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What token buckets cost those who have tokens. 50,000 active keys, each with a throttle key of
 * its own, are served; where there are buckets, each of them takes a token from its own, and
 * another 50,000 keys with messages wait at buckets that give none.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Fork(
    value = 1,
    jvmArgs = {"-Xms6g", "-Xmx6g", "-XX:+UseParallelGC"})
@Warmup(iterations = 3, time = 3)
@Measurement(iterations = 5, time = 3)
public class ThrottleBenchmark {

  private static final int BATCH = 64;
  private static final int SERVED = 50_000;
  private static final long MICROS = 1_000_000;

  /** Token buckets: none, or one for each of the keys that are served and as many that block. */
  @Param({"0", "100000"})
  int buckets;

  private MachineUnderTest machine;
  private MessageKeys[] served;
  private int nextKey;

  /** Every key gets two messages; those that have no token come to wait. */
  @Setup(Level.Trial)
  public void setUp() {
    machine = new MachineUnderTest();
    served = keys("served-", SERVED);
    MessageKeys[] blocked = keys("blocked-", Math.max(buckets - SERVED, 0));
    if (buckets > 0) {
      setBuckets(served, 1_000 * MICROS, 1_000 * MICROS);
      setBuckets(blocked, 1, MICROS);
    }
    for (int round = 0; round < 2; round++) {
      for (MessageKeys key : blocked) {
        machine.enqueue(List.of(key));
      }
      for (int i = 0; i < SERVED; i += BATCH) {
        machine.enqueue(nextBatch());
      }
    }
    machine.attach(BATCH);
    // Each blocked key takes the one token that its bucket began with, and then waits.
    for (int i = 0; i < 2 * buckets + SERVED; i += BATCH) {
      machine.turnOver(nextBatch());
    }
  }

  /** One entry: 64 acks, 64 enqueues, credit for 64, which makes 64 deliveries. */
  @Benchmark
  @OperationsPerInvocation(BATCH)
  public int deliver() {
    int delivered = machine.turnOver(nextBatch());
    if (delivered != BATCH) {
      throw new IllegalStateException("Expected 64 deliveries, but got " + delivered);
    }
    return delivered;
  }

  private void setBuckets(MessageKeys[] keys, long rateMicros, long burstMicros) {
    for (MessageKeys key : keys) {
      machine.change(
          new CatalogueChange.SetBucket(key.throttle().getFirst(), rateMicros, burstMicros));
    }
  }

  private static MessageKeys[] keys(String prefix, int count) {
    MessageKeys[] keys = new MessageKeys[count];
    for (int i = 0; i < count; i++) {
      keys[i] = new MessageKeys(prefix + i, List.of("rate-" + prefix + i));
    }
    return keys;
  }

  private List<MessageKeys> nextBatch() {
    List<MessageKeys> batch = new ArrayList<>(BATCH);
    for (int i = 0; i < BATCH; i++) {
      batch.add(served[nextKey]);
      nextKey = nextKey + 1 == SERVED ? 0 : nextKey + 1;
    }
    return batch;
  }
}
