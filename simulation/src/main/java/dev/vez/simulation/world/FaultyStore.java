package dev.vez.simulation.world;

import dev.vez.domain.id.Place;
import dev.vez.domain.id.QueueId;
import dev.vez.domain.message.Bytes;
import dev.vez.domain.message.FailureHistory;
import dev.vez.domain.record.DelayedRecord;
import dev.vez.domain.record.FlowRecord;
import dev.vez.domain.record.IdempotencyKeyRecord;
import dev.vez.domain.record.KeyExpiryRecord;
import dev.vez.domain.record.MessageRecord;
import dev.vez.domain.record.RecordType;
import dev.vez.domain.record.StateRecord;
import dev.vez.ports.recovery.AppliedPosition;
import dev.vez.ports.recovery.InMemoryStateStore;
import dev.vez.ports.recovery.StateStore;
import dev.vez.ports.recovery.StoreBatch;
import dev.vez.ports.recovery.StoreException;
import dev.vez.simulation.audit.Event;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A store that tells what is written to it, and that fails, or loses power, by chance. */
final class FaultyStore implements StateStore {

  private static final int RECOUNT_ONE_IN_WRITES = 200;
  private static final int FLUSH_ONE_IN_WRITES = 50;

  private final World world;
  private final SimulatedNode node;
  private final int incarnation;
  private final int group;
  private final InMemoryStateStore store;
  private final KeptDigest digest;
  private final boolean flushesAlone;
  private final EntryReading reading;

  /**
   * A store of one run of a node.
   *
   * @param reading goes on from what it holds
   * @param digest of what it holds
   * @param flushesAlone whether it makes durable what it has whenever it likes, since nobody tells
   */
  FaultyStore(
      World world,
      SimulatedNode node,
      int incarnation,
      InMemoryStateStore store,
      EntryReading reading,
      KeptDigest digest,
      boolean flushesAlone) {
    this.digest = digest;
    this.flushesAlone = flushesAlone;
    this.world = world;
    this.node = node;
    this.incarnation = incarnation;
    this.group = reading.group();
    this.store = store;
    this.reading = reading;
  }

  @Override
  public AppliedPosition applied() {
    return store.applied();
  }

  @Override
  public void write(StoreBatch batch) {
    FaultRates rates = world.faults().rates();
    if (world.faults().strikesOneIn(rates.writeErrorOneIn())) {
      fail(FaultKind.WRITE_ERROR);
      store.failNextWrite();
    }
    boolean losesPower = world.faults().strikesOneIn(rates.powerLossInWriteOneIn());
    if (losesPower && world.chance().percent(50)) {
      losePower(FaultKind.POWER_LOSS_IN_WRITE);
    }
    store.write(batch);
    digest.follow(batch.mutations());
    Event.Scheduled scheduled = reading.read(batch);
    world.happened(
        new Event.EntryWritten(
            node.id(),
            group,
            batch.position().index(),
            batch.position().term(),
            reading.logTimeMicros(),
            digest.total()));
    if (scheduled != null) {
      world.happened(scheduled);
    }
    if (flushesAlone && world.chance().oneIn(FLUSH_ONE_IN_WRITES)) {
      store.sync();
    }
    if (losesPower) {
      losePower(FaultKind.POWER_LOSS_IN_WRITE);
    }
    if (world.chance().oneIn(RECOUNT_ONE_IN_WRITES)) {
      world.happened(
          new Event.Recounted(
              node.id(), group, batch.position().index(), Recount.of(store.image())));
    }
  }

  @Override
  public void sync() {
    FaultRates rates = world.faults().rates();
    if (world.faults().strikesOneIn(rates.syncErrorOneIn())) {
      fail(FaultKind.SYNC_ERROR);
      store.failNextSync();
    }
    if (world.faults().strikesOneIn(rates.powerLossInSyncOneIn())) {
      losePower(FaultKind.POWER_LOSS_IN_SYNC);
    }
    store.sync();
  }

  @Override
  public AppliedPosition checkpoint(Path folder) {
    return store.checkpoint(folder);
  }

  @Override
  public List<MessageRecord> readMessages(
      QueueId queue, String fairnessKey, Place from, int limit) {
    mayFailToRead();
    return store.readMessages(queue, fairnessKey, from, limit);
  }

  @Override
  public Optional<Bytes> readPayload(QueueId queue, Place enqueued) {
    mayFailToRead();
    return store.readPayload(queue, enqueued);
  }

  @Override
  public Optional<FailureHistory> readFailures(QueueId queue, Place enqueued) {
    mayFailToRead();
    return store.readFailures(queue, enqueued);
  }

  @Override
  public List<DelayedRecord> readDelayed(QueueId queue, long fromMicros, int limit) {
    mayFailToRead();
    return store.readDelayed(queue, fromMicros, limit);
  }

  @Override
  public List<FlowRecord> readFlows(QueueId queue, @Nullable String afterKey, int limit) {
    mayFailToRead();
    return store.readFlows(queue, afterKey, limit);
  }

  @Override
  public Optional<IdempotencyKeyRecord> readIdempotencyKey(QueueId queue, String idempotencyKey) {
    mayFailToRead();
    return store.readIdempotencyKey(queue, idempotencyKey);
  }

  @Override
  public List<KeyExpiryRecord> readKeyExpiries(QueueId queue, long fromMicros, int limit) {
    mayFailToRead();
    return store.readKeyExpiries(queue, fromMicros, limit);
  }

  @Override
  public void scan(RecordType type, Consumer<? super StateRecord> visitor) {
    mayFailToRead();
    store.scan(type, visitor);
  }

  @Override
  public void close() {
    store.close();
  }

  private void mayFailToRead() {
    if (world.faults().strikesOneIn(world.faults().rates().readErrorOneIn())) {
      fail(FaultKind.READ_ERROR);
      store.failNextRead();
    }
  }

  private void fail(FaultKind kind) {
    world.faults().count(kind);
    world.happened(new Event.StoreFailed(node.id(), incarnation, group));
  }

  /** The rest of the task that called still runs, but nobody outside hears of it. */
  private void losePower(FaultKind kind) {
    world.faults().count(kind);
    node.losePower(unsynced -> unsynced == 0 ? 0 : world.chance().between(0, unsynced));
    throw new StoreException("The power was lost");
  }
}
