package dev.vez.adapters.jraft;

import com.alipay.sofa.jraft.storage.snapshot.SnapshotWriter;
import dev.vez.ports.recovery.AppliedPosition;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.stream.Stream;

/**
 * What a snapshot of JRaft's holds: the store's checkpoint in a folder of its own, and the position
 * of that checkpoint, because JRaft labels a snapshot with an index that may lie beyond it.
 */
final class SnapshotFolder {

  private static final String STORE = "store";
  private static final String POSITION = "position";
  private static final int FORMAT = 0x565a4a31;

  private SnapshotFolder() {}

  /** Where the checkpoint lies within a snapshot. */
  static Path store(String snapshot) {
    return Path.of(snapshot, STORE);
  }

  /**
   * Adds all files of a checkpoint to a snapshot, once they are on the disk for good.
   *
   * @param position read from the checkpoint
   */
  static void finish(SnapshotWriter writer, AppliedPosition position) throws IOException {
    Path root = Path.of(writer.getPath());
    try (var out = new DataOutputStream(Files.newOutputStream(root.resolve(POSITION)))) {
      out.writeInt(FORMAT);
      out.writeLong(position.index());
      out.writeLong(position.term());
    }
    List<Path> all;
    try (Stream<Path> found = Files.walk(root)) {
      all = found.toList();
    }
    for (Path each : all) {
      sync(each);
      if (Files.isRegularFile(each) && !writer.addFile(nameOf(root, each))) {
        throw new IOException("JRaft does not take " + each + " into its snapshot");
      }
    }
  }

  /** The position that was read from the checkpoint in a snapshot. */
  static AppliedPosition position(String snapshot) throws IOException {
    Path file = Path.of(snapshot, POSITION);
    try (var in = new DataInputStream(Files.newInputStream(file))) {
      int format = in.readInt();
      if (format != FORMAT) {
        throw new IOException(
            "Expected the position of a snapshot in " + file + ", but got format " + format);
      }
      return new AppliedPosition(in.readLong(), in.readLong());
    }
  }

  /** JRaft's names have {@code /} on every system, and are checked against leaving the folder. */
  private static String nameOf(Path root, Path file) {
    Path relative = root.relativize(file);
    StringBuilder name = new StringBuilder();
    for (Path part : relative) {
      name.append(name.isEmpty() ? "" : "/").append(part);
    }
    return name.toString();
  }

  /** Has what was written reach the disk. */
  static void sync(Path fileOrFolder) throws IOException {
    try (FileChannel channel = FileChannel.open(fileOrFolder, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }
}
