package dev.vez.adapters.ratis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A snapshot is exactly what its manifest says. */
class SnapshotManifestTest {

  @TempDir private Path folder;

  @BeforeEach
  void makeSnapshot() throws IOException {
    Files.createDirectories(folder.resolve("checkpoint/empty folder"));
    Files.writeString(folder.resolve("checkpoint/000001 a.sst"), "records");
    Files.createFile(folder.resolve("checkpoint/CURRENT"));
    SnapshotManifest.ofFolder(folder).write(folder);
  }

  @Test
  void shouldSendAllFilesAndTheManifestLast() throws IOException {
    assertThat(SnapshotManifest.read(folder).files(folder))
        .containsExactly(
            folder.resolve("checkpoint/000001 a.sst"),
            folder.resolve("checkpoint/CURRENT"),
            folder.resolve("manifest"));
  }

  @Test
  void shouldRestoreWhatIsNotSentAndRemoveWhatRatisAdds() throws IOException {
    Files.delete(folder.resolve("checkpoint/empty folder"));
    Files.writeString(folder.resolve("checkpoint/CURRENT.md5"), "digest");
    Files.writeString(folder.resolve("manifest.md5"), "digest");

    SnapshotManifest.read(folder).restore(folder);

    assertThat(folder.resolve("checkpoint/empty folder")).isEmptyDirectory();
    assertThat(folder.resolve("checkpoint/CURRENT.md5")).doesNotExist();
    assertThat(folder.resolve("manifest.md5")).doesNotExist();
  }

  @Test
  void shouldRefuseMissingShortenedAndForeignFiles() throws IOException {
    SnapshotManifest manifest = SnapshotManifest.read(folder);

    Files.writeString(folder.resolve("foreign"), "x");
    assertThatThrownBy(() -> manifest.restore(folder)).hasMessageContaining(folder.toString());
    Files.delete(folder.resolve("foreign"));
    manifest.restore(folder);
    Files.writeString(folder.resolve("checkpoint/000001 a.sst"), "rec");
    assertThatThrownBy(() -> manifest.restore(folder)).isInstanceOf(IOException.class);
    Files.delete(folder.resolve("checkpoint/000001 a.sst"));
    assertThatThrownBy(() -> manifest.restore(folder)).isInstanceOf(IOException.class);
  }

  @Test
  void shouldRefuseWhatIsNoManifest() throws IOException {
    Files.writeString(folder.resolve("manifest"), "something else");

    assertThatThrownBy(() -> SnapshotManifest.read(folder))
        .hasMessageContaining("manifest")
        .hasMessageContaining(folder.toString());
  }
}
