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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is wrong with a group's folder is never taken for a new group. */
class GroupFolderTest {

  private static final int GROUP = 3;

  @TempDir private Path folder;

  @Test
  void shouldRefuseAStoreWhosePointerIsGone() throws IOException {
    // given
    writeOneRecord();

    // when
    Files.delete(group().resolve("current"));

    // then
    assertThatThrownBy(this::records).isInstanceOf(StoreException.class);
    assertThat(group().resolve("1/CURRENT")).exists();
  }

  @Test
  void shouldRefuseAStoreWhosePointerIsDamaged() throws IOException {
    // given
    writeOneRecord();

    for (var text : List.of("", "generation 1 ready", "generation 0 ready\n", "generation x\n")) {
      // when
      Files.writeString(group().resolve("current"), text);

      // then
      assertThatThrownBy(this::records).isInstanceOf(StoreException.class);
    }
    Files.writeString(group().resolve("current"), "generation 1 ready\n");
    assertThat(records()).hasSize(1);
  }

  @Test
  void shouldRefuseAStoreWhoseDatabaseIsGone() throws IOException {
    // given
    writeOneRecord();

    // when
    Folders.deleteAll(group().resolve("1"));

    // then
    assertThatThrownBy(this::records).isInstanceOf(StoreException.class);
    Files.createDirectory(group().resolve("1"));
    assertThatThrownBy(this::records).isInstanceOf(StoreException.class);
  }

  @Test
  void shouldRefuseTheStoreOfAnotherGroup() throws IOException {
    // given
    writeOneRecord();

    // when
    Files.move(group(), folder.resolve("group-4"));

    // then
    try (var stores = TestStores.open(folder, Durability.WAL)) {
      assertThatThrownBy(() -> stores.open(4)).isInstanceOf(StoreException.class);
    }
  }

  @Test
  void shouldBeginAnewWhereItsCreationWasCutShort() throws IOException {
    // given
    Files.createDirectory(group());
    Files.writeString(group().resolve("current"), "generation 1 creating\n");
    Files.createDirectory(group().resolve("1"));
    Files.writeString(group().resolve("1/CURRENT"), "MANIFEST-000001\n");
    Files.writeString(group().resolve("synced-1"), "");

    // then
    assertThat(records()).isEmpty();
    writeOneRecord();
    assertThat(records()).hasSize(1);
  }

  @Test
  void shouldRemoveWhatAnInterruptedReplacementLeft() throws IOException {
    // given
    writeOneRecord();
    Files.createDirectory(group().resolve("2"));
    Files.writeString(group().resolve("2/000009.sst"), "half");
    Files.writeString(group().resolve("synced-2"), "");
    Files.writeString(group().resolve("current.tmp"), "generation 2 ready\n");
    Files.writeString(group().resolve("notes.txt"), "not ours");

    // when
    assertThat(records()).hasSize(1);

    // then
    try (var names = Files.list(group())) {
      assertThat(names.map(each -> each.getFileName().toString()))
          .containsExactlyInAnyOrder("current", "1", "synced-1", "notes.txt");
    }
  }

  private Path group() {
    return folder.resolve("group-" + GROUP);
  }

  private void writeOneRecord() {
    try (var stores = TestStores.open(folder, Durability.WAL);
        var store = stores.open(GROUP)) {
      store.write(
          new StoreBatch(new AppliedPosition(1, 1), List.of(new Put(SampleRecords.group()))));
    }
  }

  private List<StateRecord> records() {
    try (var stores = TestStores.open(folder, Durability.WAL);
        var store = stores.open(GROUP)) {
      var records = new ArrayList<StateRecord>();
      store.scan(RecordType.GROUP, records::add);
      return records;
    }
  }
}
