package dev.vez.benchmarks.suite;

import dev.vez.benchmarks.Percentiles;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.StandardOpenOption;
import java.util.List;

/** What the disk does alone: appends of 1 KiB, each with an fdatasync. */
final class DiskFloor implements Workload {

  private static final int SYNCS = 5_000;

  @Override
  public String group() {
    return "floor";
  }

  @Override
  public List<String> names() {
    return List.of("fdatasync_p50", "fdatasync_p99");
  }

  @Override
  public void run(Bench bench, Figures figures) throws IOException {
    long[] nanos = new long[SYNCS];
    ByteBuffer block = ByteBuffer.allocateDirect(Bench.PAYLOAD_BYTES);
    try (FileChannel file =
        FileChannel.open(
            bench.newFolder().resolve("syncs"),
            StandardOpenOption.CREATE,
            StandardOpenOption.APPEND)) {
      for (int i = 0; i < SYNCS; i++) {
        long start = System.nanoTime();
        file.write(block.clear());
        file.force(false);
        nanos[i] = System.nanoTime() - start;
      }
    }
    Percentiles syncs = Percentiles.of(nanos);
    figures.micros("fdatasync_p50", syncs, 0.5);
    figures.micros("fdatasync_p99", syncs, 0.99);
  }
}
