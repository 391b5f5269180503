package dev.vez.adapters.rocksdb;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vez.domain.id.Place;
import dev.vez.domain.id.QueueId;
import dev.vez.domain.record.MessageRecord;
import dev.vez.domain.record.Mutation;
import dev.vez.domain.record.Mutation.Put;
import dev.vez.domain.record.Mutation.Remove;
import dev.vez.ports.recovery.SampleRecords;
import java.nio.file.Path;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.rocksdb.PerfLevel;
import org.rocksdb.RocksDBException;
import org.rocksdb.WriteBatch;
import org.rocksdb.WriteOptions;

/** What a page costs does not depend on what was removed before it or beside it. */
class PageCostTest {

  private static final QueueId QUEUE = new QueueId(1, 0);
  private static final int REMOVED = 2_000;

  @TempDir private Path folder;

  @Test
  void shouldNotPassWhatWasRemoved() throws Exception {
    var options = TestStores.options(Durability.WAL);
    NativeLibrary.load(TestStores.LIBRARY_FOLDER);
    try (var memory = new SharedMemory(options);
        var database = Database.create(folder.resolve("database"), options, memory);
        var rows = new RowReader(database)) {
      // given
      put(database, "a", 1, REMOVED + 10);
      remove(database, "a", 1, REMOVED);
      put(database, "b", 1, REMOVED);
      remove(database, "b", 1, REMOVED);

      // then
      assertThat(passed(database, rows, new Place(REMOVED + 1, 0), 5)).isZero();
      assertThat(passed(database, rows, new Place(REMOVED + 1, 0), 100)).isZero();
      assertThat(passed(database, rows, Place.NONE, 5)).isEqualTo(REMOVED);
    }
  }

  private static long passed(Database database, RowReader rows, Place from, int limit)
      throws RocksDBException, DamagedRowException {
    database.db().setPerfLevel(PerfLevel.ENABLE_COUNT);
    try (var counters = database.db().getPerfContext()) {
      counters.reset();
      int messages = rows.messages(QUEUE, "a", from, limit).size();
      assertThat(messages).isEqualTo(Math.min(limit, 10));
      return counters.getInternalDeleteSkippedCount();
    } finally {
      database.db().setPerfLevel(PerfLevel.DISABLE);
    }
  }

  private static void put(Database database, String fairnessKey, int from, int to)
      throws RocksDBException {
    write(database, fairnessKey, from, to, Put::new);
  }

  private static void remove(Database database, String fairnessKey, int from, int to)
      throws RocksDBException {
    write(database, fairnessKey, from, to, message -> new Remove(message.key()));
  }

  private static void write(
      Database database,
      String fairnessKey,
      int from,
      int to,
      Function<MessageRecord, Mutation> mutation)
      throws RocksDBException {
    var writer = new BatchWriter(database);
    try (var batch = new WriteBatch();
        var options = new WriteOptions()) {
      for (int index = from; index <= to; index++) {
        var message = SampleRecords.message(QUEUE, fairnessKey, new Place(index, 0));
        writer.add(mutation.apply(message), batch);
      }
      database.db().write(options, batch);
    }
  }
}
