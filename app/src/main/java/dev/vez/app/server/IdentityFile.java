package dev.vez.app.server;

import java.io.IOException;
import java.io.StringReader;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.Properties;

/** The file in a data folder that says to which node of which cluster it belongs. */
final class IdentityFile {

  private static final String NAME = "identity";
  private static final String VERSION = "1";

  private final Path folder;

  IdentityFile(Path folder) {
    this.folder = folder;
  }

  /**
   * What it says, none where there is none.
   *
   * @throws StartFailure if it cannot be read or understood
   */
  Optional<NodeIdentity> read() {
    Path file = folder.resolve(NAME);
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    try {
      Properties properties = new Properties();
      properties.load(new StringReader(Files.readString(file, StandardCharsets.UTF_8)));
      if (!VERSION.equals(properties.getProperty("version"))) {
        throw new StartFailure(file + " is of another version of Vez");
      }
      return Optional.of(
          new NodeIdentity(
              value(properties, "cluster", file),
              Long.parseLong(value(properties, "node", file)),
              value(properties, "folder", file),
              Integer.parseInt(value(properties, "data_groups", file)),
              Boolean.parseBoolean(value(properties, "founder", file))));
    } catch (IOException | IllegalArgumentException e) {
      throw new StartFailure(file + " cannot be read: " + e.getMessage(), e);
    }
  }

  private static String value(Properties properties, String name, Path file) {
    String value = properties.getProperty(name);
    if (value == null) {
      throw new StartFailure(file + " says nothing of `" + name + "`");
    }
    return value;
  }

  /**
   * Writes it, whole or not at all, durable on return.
   *
   * @throws StartFailure if that is not possible
   */
  void write(NodeIdentity identity) {
    String text =
        """
        # To which node of which cluster this folder belongs. Not to be changed or copied.
        version=%s
        cluster=%s
        node=%d
        folder=%s
        data_groups=%d
        founder=%s
        """
            .formatted(
                VERSION,
                identity.clusterId(),
                identity.nodeId(),
                identity.folderId(),
                identity.dataGroups(),
                identity.founder());
    Path file = folder.resolve(NAME);
    Path fresh = folder.resolve(NAME + ".new");
    try {
      try (FileChannel channel =
          FileChannel.open(
              fresh,
              StandardOpenOption.CREATE,
              StandardOpenOption.TRUNCATE_EXISTING,
              StandardOpenOption.WRITE)) {
        ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
        while (bytes.hasRemaining()) {
          channel.write(bytes);
        }
        channel.force(true);
      }
      Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      try (FileChannel directory = FileChannel.open(folder, StandardOpenOption.READ)) {
        directory.force(true);
      }
    } catch (IOException e) {
      throw new StartFailure(file + " cannot be written: " + e, e);
    }
  }
}
