package dev.vez.adapters.rocksdb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vez.domain.id.Place;
import dev.vez.domain.id.QueueId;
import dev.vez.domain.record.Mutation.Put;
import dev.vez.domain.record.RecordType;
import dev.vez.ports.recovery.AppliedPosition;
import dev.vez.ports.recovery.SampleRecords;
import dev.vez.ports.recovery.StateStore;
import dev.vez.ports.recovery.StoreBatch;
import dev.vez.ports.recovery.StoreException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What becomes of a store whose write-ahead log is torn or damaged. Ten entries are synced, ten
 * more are not; then the process dies.
 */
class DamagedLogTest {

  private static final int GROUP = 3;
  private static final int SYNCED = 10;
  private static final int WRITTEN = 20;

  @TempDir private Path folder;
  private Path killed = Path.of("");
  private Path log = Path.of("");
  private long syncedBytes;
  private long writtenBytes;

  @BeforeEach
  void writeAndKill() throws IOException {
    Path data = folder.resolve("data");
    killed = folder.resolve("killed");
    try (var stores = TestStores.open(data, Durability.WAL);
        var store = stores.open(GROUP)) {
      write(store, 1, SYNCED);
      store.sync();
      syncedBytes = StoreFiles.size(StoreFiles.only(data.resolve("group-3/1"), ".log"));
      write(store, SYNCED + 1, WRITTEN);
      StoreFiles.copyAsAfterAKill(data, killed);
    }
    log = StoreFiles.only(killed.resolve("group-3/1"), ".log");
    writtenBytes = StoreFiles.size(log);
  }

  @Test
  void shouldKeepEverythingThatWasWrittenWhereOnlyTheProcessDied() {
    assertThat(entriesAfterOpen()).isEqualTo(WRITTEN);
  }

  @Test
  void shouldStopAtATornTail() throws IOException {
    // when
    StoreFiles.truncate(log, writtenBytes - 1);

    // then
    assertThat(entriesAfterOpen()).isEqualTo(WRITTEN - 1);
  }

  @Test
  void shouldKeepWhatWasSyncedWhereAllElseIsTornOff() throws IOException {
    // when
    StoreFiles.truncate(log, syncedBytes);

    // then
    assertThat(entriesAfterOpen()).isEqualTo(SYNCED);
  }

  @Test
  void shouldStopAtAHoleInWhatWasNotSynced() throws IOException {
    // when
    long middle = (syncedBytes + writtenBytes) / 2;
    StoreFiles.flipBit(log, middle);

    // then
    assertThat(entriesAfterOpen()).isBetween(SYNCED, WRITTEN - 1);
  }

  @Test
  void shouldTakeWritesAfterATornTail() throws IOException {
    // given
    StoreFiles.truncate(log, writtenBytes - 1);
    try (var stores = TestStores.open(killed, Durability.WAL);
        var store = stores.open(GROUP)) {
      assertThat(store.applied().index()).isEqualTo(WRITTEN - 1);

      // when
      write(store, WRITTEN, WRITTEN + 5);
      store.sync();
      StoreFiles.copyAsAfterAKill(killed, folder.resolve("killed-again"));
    }

    // then
    killed = folder.resolve("killed-again");
    assertThat(entriesAfterOpen()).isEqualTo(WRITTEN + 5);
  }

  @Test
  void shouldRefuseAFlippedBitInWhatWasSynced() throws IOException {
    // when
    StoreFiles.flipBit(log, syncedBytes / 2);

    // then
    refusesAndChangesNothing();
  }

  @Test
  void shouldRefuseALogThatIsTornWhereItWasSynced() throws IOException {
    // when
    StoreFiles.truncate(log, syncedBytes - 1);

    // then
    refusesAndChangesNothing();
  }

  @Test
  void shouldRefuseAStoreWhoseLogIsGone() throws IOException {
    // when
    Files.delete(log);

    // then
    assertThatThrownBy(this::entriesAfterOpen).isInstanceOf(StoreException.class);
    assertThatThrownBy(this::entriesAfterOpen).isInstanceOf(StoreException.class);
  }

  @Test
  void shouldRefuseAStoreWhoseMarkIsDamaged() throws IOException {
    // when
    StoreFiles.flipBit(killed.resolve("group-3/synced-1"), 10);

    // then
    refusesAndChangesNothing();
  }

  @Test
  void shouldRefuseAStoreWhoseMarkIsGone() throws IOException {
    // when
    Files.delete(killed.resolve("group-3/synced-1"));

    // then
    refusesAndChangesNothing();
  }

  private void refusesAndChangesNothing() throws IOException {
    var before = StoreFiles.contentOf(killed);
    for (int attempt = 0; attempt < 2; attempt++) {
      assertThatThrownBy(this::entriesAfterOpen).isInstanceOf(StoreException.class);
      assertThat(StoreFiles.contentOf(killed)).isEqualTo(before);
    }
  }

  /** Opens what the killed process left; gives how many entries it holds, all of them whole. */
  private int entriesAfterOpen() {
    try (var stores = TestStores.open(killed, Durability.WAL);
        var store = stores.open(GROUP)) {
      var payloads = new AtomicInteger();
      store.scan(RecordType.PAYLOAD, _ -> payloads.incrementAndGet());
      assertThat(store.applied().index()).isEqualTo(payloads.get());
      return payloads.get();
    }
  }

  private static void write(StateStore store, int from, int to) {
    for (int index = from; index <= to; index++) {
      var record =
          SampleRecords.payload(new QueueId(1, 0), new Place(index, 0), "payload " + index);
      store.write(new StoreBatch(new AppliedPosition(index, 1), List.of(new Put(record))));
    }
  }
}
