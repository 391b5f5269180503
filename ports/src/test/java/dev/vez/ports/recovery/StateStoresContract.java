package dev.vez.ports.recovery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vez.domain.id.Place;
import dev.vez.domain.id.QueueId;
import dev.vez.domain.record.Mutation.Put;
import dev.vez.domain.record.Mutation.RemoveQueue;
import dev.vez.domain.record.RecordType;
import dev.vez.domain.record.StateRecord;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** How any {@link StateStores} open, sync, copy, replace and close their stores, and fail. */
public abstract class StateStoresContract extends StoreFixture {

  private static final QueueId QUEUE = new QueueId(5, 1);

  /** Makes a store fail, as a broken disk would; its next write or sync has failed on return. */
  protected abstract void makeFail(StateStore broken);

  @Test
  void shouldKeepWhatWasSynced() {
    // given
    put(SampleRecords.ofEveryType(QUEUE).toArray(StateRecord[]::new));
    put(SampleRecords.catalogue("other"));
    var before = everything();
    store.sync();

    // when
    reopen();

    // then
    assertThat(store.applied()).isEqualTo(new AppliedPosition(2, TERM));
    assertThat(everything()).isEqualTo(before);
    put(SampleRecords.catalogue("third"));
    assertThat(store.applied()).isEqualTo(new AppliedPosition(3, TERM));
  }

  @Test
  void shouldKeepAllOrNoneOfABatchThatWasNotSynced() {
    // given
    put(SampleRecords.catalogue("synced"));
    store.sync();
    put(SampleRecords.catalogue("a"), SampleRecords.payload(QUEUE, new Place(1, 0), "a"));
    var whole = everything();

    // when
    reopen();

    // then
    if (store.applied().index() == 2) {
      assertThat(everything()).isEqualTo(whole);
    } else {
      assertThat(store.applied()).isEqualTo(new AppliedPosition(1, TERM));
      assertThat(everything()).containsExactly(SampleRecords.catalogue("synced"));
    }
  }

  @Test
  void shouldKeepGroupsApart() {
    // given
    put(SampleRecords.catalogue("third"));

    // when
    try (var other = stores.open(GROUP + 1)) {
      other.write(
          new StoreBatch(
              new AppliedPosition(9, 2), List.of(new Put(SampleRecords.catalogue("fourth")))));

      // then
      assertThat(everythingIn(other)).containsExactly(SampleRecords.catalogue("fourth"));
      assertThat(everything()).containsExactly(SampleRecords.catalogue("third"));
      assertThat(store.applied()).isEqualTo(new AppliedPosition(1, TERM));
    }
  }

  @Test
  void shouldRefuseToOpenAStoreTwice() {
    assertThatThrownBy(() -> stores.open(GROUP)).isInstanceOf(StoreException.class);
    put(SampleRecords.group());
  }

  @Test
  void shouldRefuseToCloseWhileAStoreIsOpen() {
    assertThatThrownBy(stores::close).isInstanceOf(StoreException.class);
    put(SampleRecords.group());
  }

  @Test
  void shouldRefuseEverythingOnceClosed() {
    // given
    put(SampleRecords.ofEveryType(QUEUE).toArray(StateRecord[]::new));

    // when
    store.close();

    // then
    assertRefused(() -> put(SampleRecords.group()));
    assertRefused(() -> store.sync());
    assertRefused(() -> store.readPayload(QUEUE, new Place(20, 1)));
    assertRefused(() -> store.readMessages(QUEUE, "tenant-1", Place.NONE, 1));
    assertRefused(() -> store.scan(RecordType.QUEUE, _ -> {}));
    assertRefused(() -> store.checkpoint(folder.resolve("checkpoint")));
    assertThatCode(store::close).doesNotThrowAnyException();
  }

  @Test
  void shouldRefuseEveryWriteAndSyncOnceItHasFailed() {
    // given
    put(SampleRecords.group());

    // when
    makeFail(store);

    // then
    assertRefused(() -> put(SampleRecords.catalogue("a")));
    assertRefused(() -> store.sync());
    assertRefused(() -> put(SampleRecords.catalogue("a")));
    assertRefused(() -> store.sync());
    assertThat(scan(RecordType.CATALOGUE)).isEmpty();
  }

  @Test
  void shouldCopyTheStateAsOfTheCheckpoint() {
    // given
    put(SampleRecords.ofEveryType(QUEUE).toArray(StateRecord[]::new));
    put(SampleRecords.payload(QUEUE, new Place(50, 0), "not synced"));
    var atCheckpoint = everything();

    // when
    var position = store.checkpoint(folder.resolve("checkpoint"));
    put(SampleRecords.catalogue("later"));
    write(new RemoveQueue(QUEUE));
    store.sync();
    store.close();
    var restored = stores.restore(GROUP, folder.resolve("checkpoint"));
    store = stores.open(GROUP);

    // then
    assertThat(position).isEqualTo(new AppliedPosition(2, TERM));
    assertThat(restored).isEqualTo(position);
    assertThat(store.applied()).isEqualTo(position);
    assertThat(everything()).isEqualTo(atCheckpoint);
    put(SampleRecords.catalogue("after"));
    store.sync();
    reopen();
    assertThat(store.applied()).isEqualTo(new AppliedPosition(3, TERM));
  }

  @Test
  void shouldGoOnUndisturbedAfterACheckpoint() {
    // given
    put(SampleRecords.catalogue("before"));
    store.checkpoint(folder.resolve("checkpoint"));

    // when
    put(SampleRecords.catalogue("later"));
    store.sync();
    reopen();

    // then
    assertThat(everything())
        .containsExactly(SampleRecords.catalogue("before"), SampleRecords.catalogue("later"));
  }

  @Test
  void shouldRestoreOneCheckpointAsOftenAsAsked() {
    // given
    put(SampleRecords.catalogue("kept"));
    store.checkpoint(folder.resolve("checkpoint"));

    for (int round = 0; round < 2; round++) {
      // when
      put(SampleRecords.catalogue("dropped"));
      store.sync();
      store.close();
      stores.restore(GROUP, folder.resolve("checkpoint"));
      store = stores.open(GROUP);

      // then
      assertThat(everything()).containsExactly(SampleRecords.catalogue("kept"));
      assertThat(store.applied()).isEqualTo(new AppliedPosition(1, TERM));
    }
  }

  @Test
  void shouldRefuseACheckpointWhereThereIsSomething() {
    // given
    put(SampleRecords.catalogue("first"));
    store.checkpoint(folder.resolve("checkpoint"));
    put(SampleRecords.catalogue("second"));

    // when
    assertRefused(() -> store.checkpoint(folder.resolve("checkpoint")));

    // then
    put(SampleRecords.catalogue("third"));
    store.sync();
    store.close();
    assertThat(stores.restore(GROUP, folder.resolve("checkpoint")))
        .isEqualTo(new AppliedPosition(1, TERM));
  }

  @Test
  void shouldRefuseToRestoreAnOpenGroup() {
    // given
    put(SampleRecords.catalogue("first"));
    store.checkpoint(folder.resolve("checkpoint"));
    put(SampleRecords.catalogue("second"));

    // when
    assertRefused(() -> stores.restore(GROUP, folder.resolve("checkpoint")));

    // then
    assertThat(scan(RecordType.CATALOGUE)).hasSize(2);
  }

  @Test
  void shouldKeepTheOldStateWhereThereIsNoCheckpoint() {
    // given
    put(SampleRecords.catalogue("old"));
    store.sync();
    store.close();

    // when
    assertRefused(() -> stores.restore(GROUP, folder.resolve("missing")));

    // then
    store = stores.open(GROUP);
    assertThat(everything()).containsExactly(SampleRecords.catalogue("old"));
  }

  @Test
  void shouldRefuseTheCheckpointOfAnotherGroup() {
    // given
    put(SampleRecords.catalogue("third"));
    store.sync();
    try (var other = stores.open(GROUP + 1)) {
      other.write(new StoreBatch(new AppliedPosition(9, 2), List.of()));
      other.checkpoint(folder.resolve("checkpoint"));
    }
    store.close();

    // when
    assertRefused(() -> stores.restore(GROUP, folder.resolve("checkpoint")));

    // then
    store = stores.open(GROUP);
    assertThat(everything()).containsExactly(SampleRecords.catalogue("third"));
  }

  @Test
  void shouldSyncAndReadPayloadsOnOtherThreadsWhileWriting() throws Exception {
    // given
    int entries = 300;
    var written = new AtomicBoolean();
    try (var threads = Executors.newFixedThreadPool(2)) {
      var syncing =
          threads.submit(
              () -> {
                while (!written.get()) {
                  store.sync();
                }
              });
      var reading =
          threads.submit(
              () -> {
                while (!written.get()) {
                  long index = store.applied().index();
                  if (index > 0) {
                    assertThat(store.readPayload(QUEUE, new Place(index, 0))).isPresent();
                  }
                }
              });

      // when
      for (int index = 1; index <= entries; index++) {
        put(SampleRecords.payload(QUEUE, new Place(index, 0), "payload " + index));
      }
      written.set(true);

      // then
      get(syncing);
      get(reading);
    }
    store.sync();
    reopen();
    assertThat(scan(RecordType.PAYLOAD)).hasSize(entries);
  }

  @Test
  void shouldRefuseAReaderThatComesDuringClose() throws Exception {
    // given
    put(SampleRecords.payload(QUEUE, new Place(1, 0), "payload"));
    var readers = 4;
    var started = new CountDownLatch(readers);
    try (var threads = Executors.newFixedThreadPool(readers)) {
      var results =
          IntStream.range(0, readers)
              .mapToObj(
                  _ ->
                      threads.submit(
                          () -> {
                            while (true) {
                              assertThat(store.readPayload(QUEUE, new Place(1, 0))).isPresent();
                              started.countDown();
                            }
                          }))
              .toList();

      // when
      assertThat(started.await(30, TimeUnit.SECONDS)).isTrue();
      store.close();

      // then
      for (var result : results) {
        assertThatThrownBy(() -> get(result))
            .isInstanceOf(ExecutionException.class)
            .hasCauseInstanceOf(StoreException.class);
      }
    }
  }

  /** Where a node puts a checkpoint that another node restores. */
  @Test
  void shouldRestoreTheCheckpointOfAnotherNode() {
    // given
    put(SampleRecords.ofEveryType(QUEUE).toArray(StateRecord[]::new));
    var state = everything();
    store.checkpoint(folder.resolve("checkpoint"));
    store.close();

    // when
    try (var otherNode = openOtherNode(folder.resolve("other-node"))) {
      otherNode.restore(GROUP, folder.resolve("checkpoint"));
      try (var restored = otherNode.open(GROUP)) {

        // then
        assertThat(everythingIn(restored)).isEqualTo(state);
        assertThat(restored.applied()).isEqualTo(new AppliedPosition(1, TERM));
      }
    }
  }

  /** Opens the stores of another node, which sees the same folders. */
  protected StateStores openOtherNode(Path dataFolder) {
    return openStores(dataFolder);
  }

  private static void assertRefused(ThrowingCallable call) {
    assertThatThrownBy(call).isInstanceOf(StoreException.class);
  }

  private static void get(Future<?> result)
      throws ExecutionException, InterruptedException, TimeoutException {
    result.get(30, TimeUnit.SECONDS);
  }
}
