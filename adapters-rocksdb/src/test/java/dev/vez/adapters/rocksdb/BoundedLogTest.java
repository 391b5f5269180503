package dev.vez.adapters.rocksdb;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vez.domain.id.Place;
import dev.vez.domain.id.QueueId;
import dev.vez.domain.message.Bytes;
import dev.vez.domain.record.Mutation.Put;
import dev.vez.domain.record.PayloadRecord;
import dev.vez.ports.recovery.AppliedPosition;
import dev.vez.ports.recovery.StateStore;
import dev.vez.ports.recovery.StoreBatch;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a start has to read does not grow with what is in the store. */
class BoundedLogTest {

  private static final int GROUP = 3;
  private static final int ENTRIES = 1_000;
  private static final int PAYLOAD_BYTES = 64 << 10;

  @TempDir private Path data;
  private Path database = Path.of("");

  @BeforeEach
  void findDatabase() {
    database = data.resolve("group-" + GROUP + "/1");
  }

  @Test
  void shouldKeepTheLogShort() throws IOException {
    try (var stores = TestStores.open(data, Durability.WAL);
        var store = stores.open(GROUP)) {
      // when
      write(store);

      // then
      assertThat(logBytes()).isLessThan(2 * TestStores.options(Durability.WAL).logBytesMax());
    }
  }

  @Test
  void shouldLeaveNoLogWhenItIsClosed() throws IOException {
    // when
    try (var stores = TestStores.open(data, Durability.WAL);
        var store = stores.open(GROUP)) {
      write(store);
    }

    // then
    assertThat(logBytes()).isZero();
  }

  @Test
  void shouldWriteNoLogWhereAnotherIsTheLog() throws IOException {
    try (var stores = TestStores.open(data, Durability.LOG);
        var store = stores.open(GROUP)) {
      // when
      write(store);

      // then
      assertThat(logBytes()).isZero();
    }
  }

  private long logBytes() throws IOException {
    long bytes = 0;
    for (Path log : StoreFiles.all(database, ".log")) {
      bytes += StoreFiles.size(log);
    }
    return bytes;
  }

  private static void write(StateStore store) {
    var payload = Bytes.wrap(new byte[PAYLOAD_BYTES]);
    for (int index = 1; index <= ENTRIES; index++) {
      var record = new PayloadRecord(new QueueId(1, 0), new Place(index, 0), payload);
      store.write(new StoreBatch(new AppliedPosition(index, 1), List.of(new Put(record))));
    }
  }
}
