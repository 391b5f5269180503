package dev.vez.ports.recovery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vez.domain.id.QueueId;
import dev.vez.domain.record.Mutation.Put;
import dev.vez.domain.record.QueueRecord;
import dev.vez.domain.record.RecordType;
import dev.vez.domain.record.StateRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntUnaryOperator;
import org.junit.jupiter.api.Test;

/** What the fake loses, and how it fails. */
class InMemoryCrashTest {

  private final InMemoryStateStores stores = new InMemoryStateStores();
  private final InMemoryStateStore store = stores.open(1);

  @Test
  void shouldLoseExactlyWhatWasNotSyncedInACrash() {
    // given
    writeEntries(1, 2);
    store.sync();
    writeEntries(3, 5);
    assertThat(store.unsyncedBatches()).isEqualTo(3);

    // when
    stores.crash();

    // then
    assertThat(queuesAfterReopen()).containsExactly(1L, 2L);
  }

  @Test
  void shouldKeepTheOldestOfWhatWasNotSyncedInATornCrash() {
    // given
    writeEntries(1, 2);
    store.sync();
    writeEntries(3, 5);

    // when
    stores.crash(unsynced -> unsynced - 1);

    // then
    assertThat(queuesAfterReopen()).containsExactly(1L, 2L, 3L, 4L);
  }

  @Test
  void shouldKeepEverythingWhereOnlyTheProcessDies() {
    // given
    writeEntries(1, 3);

    // when
    stores.crash(IntUnaryOperator.identity());

    // then
    assertThat(queuesAfterReopen()).containsExactly(1L, 2L, 3L);
  }

  @Test
  void shouldEndItsStoresInACrash() {
    // when
    stores.crash();

    // then
    assertThatThrownBy(() -> writeEntries(1, 1)).isInstanceOf(StoreException.class);
    assertThatThrownBy(store::sync).isInstanceOf(StoreException.class);
    assertThatThrownBy(this::queues).isInstanceOf(StoreException.class);
  }

  @Test
  void shouldKeepNothingOfAFailedWriteAndRefuseEveryLaterOne() {
    // given
    writeEntries(1, 1);
    store.failNextWrite();

    // when
    assertThatThrownBy(() -> writeEntries(2, 2)).isInstanceOf(StoreException.class);

    // then
    assertThat(queues()).containsExactly(1L);
    assertThatThrownBy(() -> writeEntries(2, 2)).isInstanceOf(StoreException.class);
    assertThatThrownBy(store::sync).isInstanceOf(StoreException.class);
  }

  @Test
  void shouldSyncNothingInAFailedSync() {
    // given
    writeEntries(1, 1);
    store.failNextSync();

    // when
    assertThatThrownBy(store::sync).isInstanceOf(StoreException.class);

    // then
    assertThatThrownBy(store::sync).isInstanceOf(StoreException.class);
    stores.crash();
    assertThat(queuesAfterReopen()).isEmpty();
  }

  @Test
  void shouldRefuseWritesAfterAFailedRead() {
    // given
    store.failNextRead();

    // when
    assertThatThrownBy(this::queues).isInstanceOf(StoreException.class);

    // then
    assertThatThrownBy(() -> writeEntries(1, 1)).isInstanceOf(StoreException.class);
  }

  private void writeEntries(long from, long to) {
    for (long index = from; index <= to; index++) {
      var record = new QueueRecord(new QueueId(index, 0), 30_000);
      store.write(new StoreBatch(new AppliedPosition(index, 1), List.of(new Put(record))));
    }
  }

  private List<Long> queuesAfterReopen() {
    try (var reopened = stores.open(1)) {
      return queuesOf(reopened);
    }
  }

  private List<Long> queues() {
    return queuesOf(store);
  }

  private static List<Long> queuesOf(StateStore store) {
    var records = new ArrayList<StateRecord>();
    store.scan(RecordType.QUEUE, records::add);
    return records.stream().map(each -> ((QueueRecord) each).id().index()).toList();
  }
}
