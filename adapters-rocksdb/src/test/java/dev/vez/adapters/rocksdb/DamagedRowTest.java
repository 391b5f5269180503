package dev.vez.adapters.rocksdb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vez.domain.id.Place;
import dev.vez.domain.id.QueueId;
import dev.vez.domain.record.Mutation;
import dev.vez.domain.record.Mutation.Put;
import dev.vez.domain.record.RecordType;
import dev.vez.domain.record.StateRecord;
import dev.vez.ports.recovery.AppliedPosition;
import dev.vez.ports.recovery.SampleRecords;
import dev.vez.ports.recovery.StateStore;
import dev.vez.ports.recovery.StoreBatch;
import dev.vez.ports.recovery.StoreException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.rocksdb.RocksDBException;

/** A row that is not as it was written is never taken for a record. */
class DamagedRowTest {

  private static final int GROUP = 3;
  private static final QueueId QUEUE = new QueueId(5, 1);

  /** What {@link SampleRecords} has in keys, payloads and scripts. */
  private static final List<String> SECRETS = List.of("tenant", "payload\"", "orders", "return");

  @TempDir private Path folder;

  @ParameterizedTest
  @EnumSource(RecordType.class)
  void shouldRefuseARecordInWhichABitFlipped(RecordType type) throws Exception {
    // given
    write(SampleRecords.ofEveryType(QUEUE));
    byte[] value = read(type);

    // when
    value[value.length / 2] ^= 4;
    overwrite(keyOf(type), value, type);

    // then
    try (var stores = TestStores.open(folder, Durability.WAL);
        var store = stores.open(GROUP)) {
      assertRefused(() -> store.scan(type, _ -> {}), type.name());
    }
  }

  @Test
  void shouldNoticeARowUnderTheKeyOfAnother() throws Exception {
    // given
    var other = SampleRecords.payload(QUEUE, new Place(21, 1), "other");
    write(List.of(SampleRecords.payload(QUEUE, new Place(20, 1), "payload"), other));

    // when
    overwrite(bytesOf(other), read(RecordType.PAYLOAD), RecordType.PAYLOAD);

    // then
    try (var stores = TestStores.open(folder, Durability.WAL);
        var store = stores.open(GROUP)) {
      assertRefused(() -> store.readPayload(QUEUE, new Place(21, 1)), "PAYLOAD");
    }
  }

  @Test
  void shouldTakeNoMoreWritesOnceItHasReadADamagedRow() throws Exception {
    // given
    write(SampleRecords.ofEveryType(QUEUE));
    overwrite(keyOf(RecordType.PAYLOAD), new byte[20], RecordType.PAYLOAD);

    try (var stores = TestStores.open(folder, Durability.WAL);
        var store = stores.open(GROUP)) {
      // when
      assertRefused(() -> store.readPayload(QUEUE, new Place(20, 1)), "PAYLOAD");

      // then
      assertRefused(() -> store.write(batch(2, List.of())), "failed before");
      assertRefused(store::sync, "failed before");
    }
  }

  @Test
  void shouldNoticeADamagedMessageInAPage() throws Exception {
    // given
    write(SampleRecords.ofEveryType(QUEUE));
    byte[] value = read(RecordType.MESSAGE);
    value[value.length / 2] ^= 1;
    overwrite(keyOf(RecordType.MESSAGE), value, RecordType.MESSAGE);

    // then
    try (var stores = TestStores.open(folder, Durability.WAL);
        var store = stores.open(GROUP)) {
      assertRefused(() -> store.readMessages(QUEUE, "tenant-1", Place.NONE, 1), "MESSAGE");
    }
  }

  @Test
  void shouldNoticeAFlippedBitInATableFile() throws Exception {
    // given
    write(List.of(SampleRecords.payload(QUEUE, new Place(20, 1), "payload".repeat(1_000))));
    for (Path table : StoreFiles.all(database(), ".sst")) {
      if (StoreFiles.size(table) > 7_000) {
        StoreFiles.flipBit(table, 3_000);
      }
    }

    // then
    try (var stores = TestStores.open(folder, Durability.WAL);
        var store = stores.open(GROUP)) {
      assertRefused(() -> store.readPayload(QUEUE, new Place(20, 1)), "PAYLOAD");
    }
  }

  private static void assertRefused(ThrowingCallable call, String problem) {
    assertThatThrownBy(call)
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("group " + GROUP)
        .hasMessageContaining(problem)
        .satisfies(
            thrown -> {
              for (Throwable each = thrown; each != null; each = each.getCause()) {
                assertThat(each.toString()).doesNotContain(SECRETS);
              }
            });
  }

  private void write(List<? extends StateRecord> records) {
    try (var stores = TestStores.open(folder, Durability.WAL);
        StateStore store = stores.open(GROUP)) {
      store.write(batch(1, records.stream().<Mutation>map(Put::new).toList()));
    }
  }

  private static StoreBatch batch(long index, List<Mutation> mutations) {
    return new StoreBatch(new AppliedPosition(index, 1), mutations);
  }

  private Path database() {
    return folder.resolve("group-" + GROUP + "/1");
  }

  private byte[] read(RecordType type) throws RocksDBException {
    try (var memory = new SharedMemory(TestStores.options(Durability.WAL));
        var raw = Database.openReadOnly(database(), TestStores.options(Durability.WAL), memory)) {
      byte[] value = raw.db().get(raw.family(type), keyOf(type));
      assertThat(value).isNotNull();
      return value;
    }
  }

  private void overwrite(byte[] key, byte[] value, RecordType type) throws RocksDBException {
    try (var memory = new SharedMemory(TestStores.options(Durability.WAL));
        var raw = Database.open(database(), TestStores.options(Durability.WAL), memory)) {
      raw.db().put(raw.family(type), key, value);
    }
  }

  private static byte[] keyOf(RecordType type) {
    return SampleRecords.ofEveryType(QUEUE).stream()
        .filter(each -> each.key().type() == type)
        .map(DamagedRowTest::bytesOf)
        .findFirst()
        .orElseThrow();
  }

  private static byte[] bytesOf(StateRecord record) {
    var key = ByteBuffer.allocate(Keys.sizeMax(record.key()));
    Keys.put(record.key(), key);
    return Arrays.copyOf(key.array(), key.position());
  }
}
