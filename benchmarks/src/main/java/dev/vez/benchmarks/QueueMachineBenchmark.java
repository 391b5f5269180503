package dev.vez.benchmarks;

import dev.vez.domain.command.AckMessage;
import dev.vez.domain.command.AttachConsumer;
import dev.vez.domain.command.BecomeLeader;
import dev.vez.domain.command.CarryOutChange;
import dev.vez.domain.command.CatalogueChange;
import dev.vez.domain.command.Command;
import dev.vez.domain.command.EnqueueMessages;
import dev.vez.domain.command.Entry;
import dev.vez.domain.command.GrantCredit;
import dev.vez.domain.command.Proposal;
import dev.vez.domain.effect.Deliver;
import dev.vez.domain.effect.Effect;
import dev.vez.domain.id.ConsumerId;
import dev.vez.domain.id.LeaseId;
import dev.vez.domain.id.Mark;
import dev.vez.domain.id.MessageId;
import dev.vez.domain.id.QueueId;
import dev.vez.domain.machine.Applied;
import dev.vez.domain.machine.QueueMachine;
import dev.vez.domain.message.Bytes;
import dev.vez.domain.message.NewMessage;
import dev.vez.domain.record.GroupSettings;
import dev.vez.domain.record.QueueRecord;
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
  private static final QueueId QUEUE = new QueueId(1, 0);
  private static final ConsumerId CONSUMER = new ConsumerId(1, 1);

  /** Keys that have a message waiting. */
  @Param({"10", "10000", "1000000"})
  int keys;

  private QueueMachine machine;
  private String[] names;
  private Bytes payload;
  private long index;
  private long nowMicros;
  private long messages;
  private int nextKey;
  private long credit;
  private List<Deliver> delivered;

  /** Fills the ring: every key gets two messages. */
  @Setup(Level.Trial)
  public void setUp() {
    machine = QueueMachine.recover(new NoStore(), Long.MAX_VALUE);
    names = new String[keys];
    for (int key = 0; key < keys; key++) {
      names[key] = "tenant-" + key;
    }
    payload = Bytes.wrap(new byte[1_024]);
    delivered = new ArrayList<>();
    nowMicros = 1_000_000;
    apply(List.of(new BecomeLeader(GroupSettings.DEFAULT, 1)));
    apply(
        List.of(
            new CarryOutChange(
                Mark.NONE,
                new Mark(1, 0),
                new CatalogueChange.CreateQueues(List.of(new QueueRecord(QUEUE, 60_000))))));
    for (int i = 0; i < 2 * keys; i += BATCH) {
      apply(List.of(enqueue()));
    }
    apply(List.of(new AttachConsumer(QUEUE, CONSUMER, BATCH)));
    credit = BATCH;
  }

  /** One entry: 64 acks, 64 enqueues, credit for 64, which makes 64 deliveries. */
  @Benchmark
  @OperationsPerInvocation(BATCH)
  public int deliver() {
    List<Command> commands = new ArrayList<>(delivered.size() + 2);
    LeaseId handedOver = LeaseId.NONE;
    for (Deliver deliver : delivered) {
      commands.add(new AckMessage(QUEUE, deliver.message().id(), deliver.lease()));
      handedOver = deliver.lease();
    }
    commands.add(enqueue());
    credit += BATCH;
    commands.add(new GrantCredit(QUEUE, CONSUMER, credit, handedOver));
    nowMicros += 100;
    apply(commands);
    if (delivered.size() != BATCH) {
      throw new IllegalStateException("Expected 64 deliveries, but got " + delivered.size());
    }
    return delivered.size();
  }

  private EnqueueMessages enqueue() {
    List<NewMessage> batch = new ArrayList<>(BATCH);
    for (int i = 0; i < BATCH; i++) {
      messages++;
      batch.add(
          new NewMessage(
              new MessageId(messages, messages * 31), names[nextKey], 1, List.of(), 0, payload));
      nextKey = nextKey + 1 == keys ? 0 : nextKey + 1;
    }
    return new EnqueueMessages(QUEUE, batch);
  }

  private void apply(List<Command> commands) {
    index++;
    Applied applied =
        machine.apply(new Entry(index, 1, new Proposal(1, index, nowMicros, commands)));
    delivered.clear();
    for (Effect effect : applied.effects()) {
      if (effect instanceof Deliver deliver) {
        delivered.add(deliver);
      }
    }
  }
}
