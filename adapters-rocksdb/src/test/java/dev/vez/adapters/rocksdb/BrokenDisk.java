package dev.vez.adapters.rocksdb;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vez.domain.id.Place;
import dev.vez.domain.id.QueueId;
import dev.vez.domain.message.Bytes;
import dev.vez.domain.record.Mutation.Put;
import dev.vez.domain.record.PayloadRecord;
import dev.vez.ports.recovery.AppliedPosition;
import dev.vez.ports.recovery.StateStore;
import dev.vez.ports.recovery.StoreBatch;
import dev.vez.ports.recovery.StoreException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** A disk on which no table file can be written any more. */
final class BrokenDisk {

  /** Table files that are kept from being written; RocksDB numbers its files in order. */
  private static final int FILES = 200;

  /** Far more than the write buffers hold. */
  private static final int WRITES_MAX = 2_000;

  private static final QueueId QUEUE = new QueueId(1_000, 0);

  private BrokenDisk() {}

  /** Keeps RocksDB from writing the next tables: where a file should be, there is a folder. */
  static void blockTables(Path database) {
    try (var files = Files.list(database)) {
      long last =
          files
              .map(each -> each.getFileName().toString().replaceAll("\\D", ""))
              .filter(digits -> !digits.isEmpty() && digits.length() < 10)
              .mapToLong(Long::parseLong)
              .max()
              .orElse(0);
      for (long number = last + 1; number <= last + FILES; number++) {
        Files.createDirectory(database.resolve(String.format(Locale.ROOT, "%06d.sst", number)));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Writes until the store has noticed that RocksDB fails in the background. */
  static void writeUntilRefused(StateStore store) {
    var payload = Bytes.wrap(new byte[64 << 10]);
    assertThatThrownBy(
            () -> {
              for (int i = 0; i < WRITES_MAX; i++) {
                long index = store.applied().index() + 1;
                var record = new PayloadRecord(QUEUE, new Place(index, 0), payload);
                store.write(
                    new StoreBatch(new AppliedPosition(index, 1), List.of(new Put(record))));
              }
            })
        .isInstanceOf(StoreException.class);
  }
}
