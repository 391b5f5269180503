package dev.vez.adapters.rocksdb;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The native library is unpacked once and kept. */
class NativeLibraryTest {

  @TempDir private Path folder;

  @Test
  void shouldUnpackItOnce() throws IOException {
    // given
    Path first = NativeLibrary.prepare(folder);
    var unpacked = Files.getLastModifiedTime(onlyFile(first));

    // when
    Path second = NativeLibrary.prepare(folder);

    // then
    assertThat(second).isEqualTo(first);
    assertThat(Files.getLastModifiedTime(onlyFile(second))).isEqualTo(unpacked);
  }

  @Test
  void shouldUnpackItAgainWhereItIsDamaged() throws IOException {
    // given
    Path file = onlyFile(NativeLibrary.prepare(folder));
    byte[] intact = Files.readAllBytes(file);
    StoreFiles.flipBit(file, intact.length / 2);

    // when
    NativeLibrary.prepare(folder);

    // then
    assertThat(Files.readAllBytes(file)).isEqualTo(intact);
  }

  @Test
  void shouldRemoveOtherVersions() throws IOException {
    // given
    Files.createDirectory(folder.resolve("rocksdb-00000000"));
    Files.writeString(folder.resolve("rocksdb-00000000/library.so"), "old");

    // when
    NativeLibrary.prepare(folder);

    // then
    try (var homes = Files.list(folder)) {
      assertThat(homes).hasSize(1).doesNotContain(folder.resolve("rocksdb-00000000"));
    }
  }

  private static Path onlyFile(Path home) throws IOException {
    try (var files = Files.list(home)) {
      List<Path> found = files.toList();
      assertThat(found).hasSize(1);
      return found.getFirst();
    }
  }
}
