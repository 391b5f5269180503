package dev.vez.adapters.rocksdb;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vez.domain.record.PayloadRecord;
import dev.vez.domain.record.RecordType;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What was synced outlives a process that is killed while it writes, and nothing piles up. */
class KillTest {

  private static final int KILLS = 3;
  private static final int ENTRIES_BEFORE_KILL = 200;

  @TempDir private Path folder;

  @ParameterizedTest
  @EnumSource(Durability.class)
  void shouldKeepWhatWasSyncedBeforeTheKill(Durability durability) throws Exception {
    // given
    Path data = folder.resolve("data");
    Path temporary = Files.createDirectory(folder.resolve("tmp"));
    long index = 0;

    for (int kill = 0; kill < KILLS; kill++) {
      // when
      long synced = writeUntilKilled(index + ENTRIES_BEFORE_KILL, data, temporary, durability);

      // then
      index = wholeEntries(data, durability);
      assertThat(index).isGreaterThanOrEqualTo(synced);
    }
    try (var left = Files.list(temporary)) {
      assertThat(left).isEmpty();
    }
  }

  /** Gives the last index of which the process said that it was synced. */
  private static long writeUntilKilled(
      long atLeast, Path data, Path temporary, Durability durability)
      throws IOException, InterruptedException {
    var process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-Djava.io.tmpdir=" + temporary,
                "-cp",
                System.getProperty("java.class.path"),
                KilledWriter.class.getName(),
                data.toString(),
                TestStores.LIBRARY_FOLDER.toString(),
                durability.name())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    try (var lines = process.inputReader()) {
      long synced = 0;
      while (synced < atLeast) {
        synced = next(lines);
      }
      process.destroyForcibly();
      assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
      return synced;
    } finally {
      process.destroyForcibly();
    }
  }

  private static long next(BufferedReader lines) throws IOException {
    String line = lines.readLine();
    assertThat(line).as("what the writer says").isNotNull();
    return Long.parseLong(line);
  }

  /** Opens what was left and gives the position, up to which every entry must be there. */
  private static long wholeEntries(Path data, Durability durability) {
    try (var stores = TestStores.open(data, durability);
        var store = stores.open(KilledWriter.GROUP)) {
      var expected = new AtomicLong();
      store.scan(
          RecordType.PAYLOAD,
          record ->
              assertThat(((PayloadRecord) record).enqueued().index())
                  .isEqualTo(expected.incrementAndGet()));
      assertThat(store.applied().index()).isEqualTo(expected.get());
      return expected.get();
    }
  }
}
