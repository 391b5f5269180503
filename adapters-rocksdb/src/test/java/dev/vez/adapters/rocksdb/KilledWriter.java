package dev.vez.adapters.rocksdb;

import dev.vez.domain.id.Place;
import dev.vez.domain.id.QueueId;
import dev.vez.domain.record.Mutation.Put;
import dev.vez.ports.recovery.AppliedPosition;
import dev.vez.ports.recovery.SampleRecords;
import dev.vez.ports.recovery.StateStore;
import dev.vez.ports.recovery.StoreBatch;
import java.nio.file.Path;
import java.util.List;

/**
 * A process that writes to a store until it is killed. Another thread syncs, and says on standard
 * output up to which index.
 */
final class KilledWriter {

  static final int GROUP = 3;
  static final QueueId QUEUE = new QueueId(1, 0);

  private KilledWriter() {}

  /**
   * Runs until killed.
   *
   * @param arguments the data folder, the library folder and the durability
   */
  public static void main(String[] arguments) {
    var options = TestStores.options(Durability.valueOf(arguments[2]));
    var stores = new RocksDbStateStores(Path.of(arguments[0]), Path.of(arguments[1]), options);
    var store = stores.open(GROUP);
    Thread.ofPlatform().daemon().start(() -> syncForEver(store));
    for (long index = store.applied().index() + 1; ; index++) {
      var payload = SampleRecords.payload(QUEUE, new Place(index, 0), "payload " + index);
      store.write(new StoreBatch(new AppliedPosition(index, 1), List.of(new Put(payload))));
    }
  }

  private static void syncForEver(StateStore store) {
    while (true) {
      long covered = store.applied().index();
      store.sync();
      System.out.println(covered);
    }
  }
}
