package dev.vez.ports.recovery;

import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Where fakes keep their checkpoints: under a path, as if it were a folder, but no file is touched.
 * Nodes that share one can restore each other's checkpoints.
 */
public final class InMemoryCheckpoints {

  private final Map<Path, RecordImage> images = new ConcurrentHashMap<>();

  /** Whether there is a checkpoint at this path. */
  public boolean exists(Path folder) {
    return images.containsKey(normalize(folder));
  }

  /** Removes a checkpoint; it may be absent. */
  public void delete(Path folder) {
    images.remove(normalize(folder));
  }

  void put(Path folder, RecordImage image) {
    if (images.putIfAbsent(normalize(folder), image) != null) {
      throw new StoreException("Expected no folder at " + folder + ", but there is one");
    }
  }

  RecordImage get(Path folder) {
    var image = images.get(normalize(folder));
    if (image == null) {
      throw new StoreException("Expected a checkpoint at " + folder + ", but there is none");
    }
    return image;
  }

  private static Path normalize(Path folder) {
    return folder.toAbsolutePath().normalize();
  }
}
