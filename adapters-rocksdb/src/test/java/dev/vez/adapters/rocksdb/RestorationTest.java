package dev.vez.adapters.rocksdb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vez.domain.record.Mutation.Put;
import dev.vez.domain.record.RecordType;
import dev.vez.domain.record.StateRecord;
import dev.vez.ports.recovery.AppliedPosition;
import dev.vez.ports.recovery.SampleRecords;
import dev.vez.ports.recovery.StoreBatch;
import dev.vez.ports.recovery.StoreException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A replacement that is cut short leaves the old state or the new one, and nothing else. */
class RestorationTest {

  private static final int GROUP = 3;
  private static final StateRecord OLD = SampleRecords.catalogue("old");
  private static final StateRecord NEW = SampleRecords.catalogue("new");

  @TempDir private Path folder;
  private Path data = Path.of("");
  private Path checkpoint = Path.of("");

  @BeforeEach
  void writeOldStateAndNewCheckpoint() {
    data = folder.resolve("data");
    checkpoint = folder.resolve("checkpoint");
    write(data, 90, OLD);
    try (var other = TestStores.open(folder.resolve("other"), Durability.WAL);
        var store = other.open(GROUP)) {
      store.write(new StoreBatch(new AppliedPosition(50, 2), List.of(new Put(NEW))));
      store.checkpoint(checkpoint);
    }
  }

  @ParameterizedTest
  @EnumSource(Restoration.Step.class)
  void shouldLeaveTheOldStateOrTheNewWhereverItStops(Restoration.Step last) throws IOException {
    // when
    restoreUpTo(last);

    // then
    boolean switched = last.compareTo(Restoration.Step.SWITCHED) >= 0;
    assertThat(records()).containsExactly(switched ? NEW : OLD);
    assertThat(names(data.resolve("group-3")))
        .containsExactlyInAnyOrder(
            "current", switched ? "2" : "1", switched ? "synced-2" : "synced-1");
  }

  @ParameterizedTest
  @EnumSource(Restoration.Step.class)
  void shouldLeaveNothingOrTheNewStateInANodeThatHadNone(Restoration.Step last) {
    // given
    data = folder.resolve("fresh");

    // when
    restoreUpTo(last);

    // then
    if (last.compareTo(Restoration.Step.SWITCHED) >= 0) {
      assertThat(records()).containsExactly(NEW);
    } else {
      assertThat(records()).isEmpty();
    }
  }

  @ParameterizedTest
  @EnumSource(Restoration.Step.class)
  void shouldSucceedWhenRepeatedAfterItStopped(Restoration.Step last) {
    // given
    restoreUpTo(last);

    // when
    var position = restore();

    // then
    assertThat(position).isEqualTo(new AppliedPosition(50, 2));
    assertThat(records()).containsExactly(NEW);
  }

  @Test
  void shouldNotChangeTheCheckpoint() throws IOException {
    // given
    var before = StoreFiles.contentOf(checkpoint);
    var names = names(checkpoint);

    // when
    restore();
    write(data, 51, OLD);

    // then
    assertThat(names(checkpoint)).containsExactlyInAnyOrderElementsOf(names);
    assertThat(StoreFiles.contentOf(checkpoint)).isEqualTo(before);
  }

  @Test
  void shouldKeepTheOldStateWhereAFileOfTheCheckpointIsDamaged() throws IOException {
    for (Path table : StoreFiles.all(checkpoint, ".sst")) {
      // given
      StoreFiles.flipBit(table, 20);

      // when
      assertThatThrownBy(this::restore).isInstanceOf(StoreException.class);

      // then
      assertThat(records()).containsExactly(OLD);
      StoreFiles.flipBit(table, 20);
    }
    assertThat(restore()).isEqualTo(new AppliedPosition(50, 2));
  }

  @Test
  void shouldKeepTheOldStateWhereAFileOfTheCheckpointIsMissing() throws IOException {
    for (var name : names(checkpoint)) {
      Path file = checkpoint.resolve(name);
      if (name.startsWith("OPTIONS") || name.endsWith(".log")) {
        continue;
      }
      // given
      Path away = folder.resolve("away");
      Files.move(file, away);

      // when
      assertThatThrownBy(this::restore).isInstanceOf(StoreException.class);

      // then
      assertThat(records()).containsExactly(OLD);
      Files.move(away, file);
    }
    assertThat(restore()).isEqualTo(new AppliedPosition(50, 2));
  }

  @Test
  void shouldOpenAtAnIndexBelowThatOfTheOldState() {
    // when
    restore();

    // then
    write(data, 51, OLD);
    assertThat(records()).containsExactly(NEW, OLD);
  }

  private void restoreUpTo(Restoration.Step last) {
    var interruption = new IllegalStateException("stopped after " + last);
    Restoration.StepListener stopping =
        step -> {
          if (step == last) {
            throw interruption;
          }
        };
    try (var stores =
        new RocksDbStateStores(
            data, TestStores.LIBRARY_FOLDER, TestStores.options(Durability.WAL), stopping)) {
      assertThatThrownBy(() -> stores.restore(GROUP, checkpoint)).isSameAs(interruption);
    }
  }

  private AppliedPosition restore() {
    try (var stores = TestStores.open(data, Durability.WAL)) {
      return stores.restore(GROUP, checkpoint);
    }
  }

  private static void write(Path data, long index, StateRecord record) {
    try (var stores = TestStores.open(data, Durability.WAL);
        var store = stores.open(GROUP)) {
      store.write(new StoreBatch(new AppliedPosition(index, 2), List.of(new Put(record))));
      store.sync();
    }
  }

  private List<StateRecord> records() {
    try (var stores = TestStores.open(data, Durability.WAL);
        var store = stores.open(GROUP)) {
      var records = new ArrayList<StateRecord>();
      store.scan(RecordType.CATALOGUE, records::add);
      return records;
    }
  }

  private static List<String> names(Path folder) throws IOException {
    try (var files = Files.list(folder)) {
      return files.map(each -> each.getFileName().toString()).toList();
    }
  }
}
