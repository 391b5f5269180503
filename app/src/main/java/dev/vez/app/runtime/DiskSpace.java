package dev.vez.app.runtime;

import dev.vez.ports.recovery.FreeSpace;
import dev.vez.ports.recovery.StoreException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Room left on the file system of a folder, for this user.
 *
 * @param folder must exist
 */
public record DiskSpace(Path folder) implements FreeSpace {

  @Override
  public long bytes() {
    try {
      return Files.getFileStore(folder).getUsableSpace();
    } catch (IOException e) {
      throw new StoreException("Cannot learn how much room there is in " + folder, e);
    }
  }
}
