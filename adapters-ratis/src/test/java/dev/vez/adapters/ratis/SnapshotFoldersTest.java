package dev.vez.adapters.ratis;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.ratis.server.protocol.TermIndex;
import org.apache.ratis.statemachine.SnapshotRetentionPolicy;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is kept of snapshots, and what a crash may leave. */
class SnapshotFoldersTest {

  private static final SnapshotRetentionPolicy NEWEST = new SnapshotRetentionPolicy() {};

  @TempDir private Path folder;

  @Test
  void shouldFindTheLatestSnapshotAgain() throws IOException {
    SnapshotFolders first = open();
    assertThat(first.getLatestSnapshot()).isNull();
    keep(first, 7, 2);

    KeptSnapshot found = latest(open());

    assertThat(found.getTermIndex()).isEqualTo(TermIndex.valueOf(2, 7));
    assertThat(found.checkpoint().resolve("parts/state")).hasContent("7");
    assertThat(found.getFiles()).hasSize(2);
  }

  @Test
  void shouldKeepTheNewestOnly() throws IOException {
    SnapshotFolders folders = open();
    keep(folders, 9, 1);
    keep(folders, 10, 1);

    folders.cleanupOldSnapshots(NEWEST);

    assertThat(folder.resolve("sm")).isDirectoryNotContaining("glob:**9-1");
    assertThat(folder.resolve("sm/10-1")).isDirectory();
    assertThat(latest(open()).getIndex()).isEqualTo(10);
  }

  @Test
  void shouldKeepAnOlderOneWhileItIsSent() throws IOException {
    SnapshotFolders folders = open();
    keep(folders, 9, 1);
    KeptSnapshot sent = latest(folders);
    assertThat(sent.getFiles().getFirst().getPath()).exists();
    keep(folders, 10, 1);

    folders.cleanupOldSnapshots(NEWEST);

    assertThat(sent.folder()).isDirectory();
    assertThat(latest(folders).getIndex()).isEqualTo(10);
  }

  @Test
  void shouldForgetWhatWasNotCompleted() throws IOException {
    SnapshotFolders folders = open();
    keep(folders, 7, 2);
    write(folders.newCheckpoint(), 8);
    Files.createDirectories(folder.resolve("sm/9-2/checkpoint"));
    Files.createDirectories(folder.resolve("receiving/snapshot-1/9-2"));

    SnapshotFolders again = open();

    assertThat(latest(again).getIndex()).isEqualTo(7);
    assertThat(folder.resolve("sm/9-2")).doesNotExist();
    assertThat(folder.resolve("making")).doesNotExist();
    assertThat(folder.resolve("receiving")).doesNotExist();
  }

  @Test
  void shouldMendAReplacementThatWasInterrupted() throws IOException {
    keep(open(), 7, 2);
    Files.move(folder.resolve("sm"), folder.resolve("sm.tmp20260101"));

    assertThat(latest(open()).getIndex()).isEqualTo(7);
    assertThat(folder.resolve("sm.tmp20260101")).doesNotExist();
  }

  @Test
  void shouldDropWhatAReplacementHasLeft() throws IOException {
    keep(open(), 7, 2);
    Files.move(folder.resolve("sm"), folder.resolve("sm.tmp20260101"));
    Files.createDirectories(folder.resolve("sm"));
    SnapshotFolders replaced = new SnapshotFolders();
    Files.move(folder.resolve("sm.tmp20260101"), folder.resolve("aside"));
    replaced.init(folder);
    keep(replaced, 20, 3);
    Files.move(folder.resolve("aside"), folder.resolve("sm.tmp20260101"));

    assertThat(latest(open()).getIndex()).isEqualTo(20);
    assertThat(folder.resolve("sm.tmp20260101")).doesNotExist();
  }

  private SnapshotFolders open() throws IOException {
    SnapshotFolders folders = new SnapshotFolders();
    folders.init(folder);
    return folders;
  }

  private static KeptSnapshot latest(SnapshotFolders folders) {
    KeptSnapshot latest = folders.getLatestSnapshot();
    if (latest == null) {
      throw new AssertionError("Expected a snapshot");
    }
    return latest;
  }

  private static void keep(SnapshotFolders folders, long index, long term) throws IOException {
    write(folders.newCheckpoint(), index);
    folders.keep(TermIndex.valueOf(term, index));
  }

  private static void write(Path checkpoint, long index) throws IOException {
    Files.createDirectories(checkpoint.resolve("parts"));
    Files.writeString(checkpoint.resolve("parts/state"), Long.toString(index));
  }
}
