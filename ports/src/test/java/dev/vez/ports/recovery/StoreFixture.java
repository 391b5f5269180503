package dev.vez.ports.recovery;

import dev.vez.domain.record.Mutation;
import dev.vez.domain.record.Mutation.Put;
import dev.vez.domain.record.RecordType;
import dev.vez.domain.record.StateReader;
import dev.vez.domain.record.StateRecord;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A node with one open store, for the contracts. */
public abstract class StoreFixture {

  /** The group whose store is open. */
  protected static final int GROUP = 3;

  /** Term of every batch. */
  protected static final long TERM = 7;

  /** Where the node may keep its data, and checkpoints next to it. */
  @TempDir protected Path folder;

  protected StateStores stores;
  protected StateStore store;

  /** Opens the stores of a node. */
  protected abstract StateStores openStores(Path dataFolder);

  /** Opens the stores of a node again, all of which are closed. */
  protected StateStores reopenStores(StateStores before, Path dataFolder) {
    before.close();
    return openStores(dataFolder);
  }

  @BeforeEach
  void openStore() {
    stores = openStores(folder.resolve("data"));
    store = stores.open(GROUP);
  }

  @AfterEach
  void closeStore() {
    store.close();
    stores.close();
  }

  /** Closes the store and opens it again, as a restart of the node would. */
  protected final void reopen() {
    store.close();
    stores = reopenStores(stores, folder.resolve("data"));
    store = stores.open(GROUP);
  }

  /** Writes an entry right after the last one. */
  protected final void write(Mutation... mutations) {
    long index = store.applied().index() + 1;
    store.write(new StoreBatch(new AppliedPosition(index, TERM), List.of(mutations)));
  }

  /** Writes records by an entry right after the last one. */
  protected final void put(StateRecord... records) {
    write(Arrays.stream(records).map(Put::new).toArray(Mutation[]::new));
  }

  /** Everything in the open store, as {@link RecordImage#all()} orders it. */
  protected final List<StateRecord> everything() {
    return everythingIn(store);
  }

  /** Everything in a store, as {@link RecordImage#all()} orders it. */
  public static List<StateRecord> everythingIn(StateReader reader) {
    var records = new ArrayList<StateRecord>();
    for (var type : RecordType.values()) {
      reader.scan(type, records::add);
    }
    return records;
  }

  /** Every record of a type in a store. */
  protected final List<StateRecord> scan(RecordType type) {
    var records = new ArrayList<StateRecord>();
    store.scan(type, records::add);
    return records;
  }
}
