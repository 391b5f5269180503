package dev.vez.benchmarks;

import dev.vez.benchmarks.MachineUnderTest.MessageKeys;
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
 * Whole lives of messages in the queue machine alone: a message is enqueued with one of many active
 * keys, waits for its turn, is delivered and acked. Every key stays active, so the ring holds all
 * of them. Keys have windows in memory, as they do after an enqueue; nothing is written anywhere.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Fork(
    value = 1,
    jvmArgs = {"-Xms6g", "-Xmx6g", "-XX:+UseParallelGC"})
@Warmup(iterations = 3, time = 3)
@Measurement(iterations = 5, time = 3)
public class QueueMachineBenchmark {

  private static final int BATCH = 64;

  /** Keys that have a message waiting. */
  @Param({"10", "10000", "1000000"})
  int keys;

  private MachineUnderTest machine;
  private MessageKeys[] names;
  private int nextKey;

  /** Fills the ring: every key gets two messages. */
  @Setup(Level.Trial)
  public void setUp() {
    machine = new MachineUnderTest();
    names = new MessageKeys[keys];
    for (int key = 0; key < keys; key++) {
      names[key] = new MessageKeys("tenant-" + key, List.of());
    }
    for (int i = 0; i < 2 * keys; i += BATCH) {
      machine.enqueue(nextBatch());
    }
    machine.attach(BATCH);
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

  private List<MessageKeys> nextBatch() {
    List<MessageKeys> batch = new ArrayList<>(BATCH);
    for (int i = 0; i < BATCH; i++) {
      batch.add(names[nextKey]);
      nextKey = nextKey + 1 == keys ? 0 : nextKey + 1;
    }
    return batch;
  }
}
