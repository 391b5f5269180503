package dev.vez.ports.recovery;

import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Where fakes keep their checkpoints: under a path, as if it were a folder, but no file is touched.
 * Nodes that share one can restore each other's checkpoints.
 */
public final class InMemoryCheckpoints {

  private record Checkpoint(int group, RecordImage image) {}

  private final Map<Path, Checkpoint> checkpoints = new ConcurrentHashMap<>();

  /** Whether there is a checkpoint at this path. */
  public boolean exists(Path folder) {
    return checkpoints.containsKey(normalize(folder));
  }

  /** Removes a checkpoint; it may be absent. */
  public void delete(Path folder) {
    checkpoints.remove(normalize(folder));
  }

  void put(Path folder, int group, RecordImage image) {
    if (checkpoints.putIfAbsent(normalize(folder), new Checkpoint(group, image)) != null) {
      throw new StoreException("Expected no folder at " + folder + ", but there is one");
    }
  }

  RecordImage get(Path folder, int group) {
    var checkpoint = checkpoints.get(normalize(folder));
    if (checkpoint == null) {
      throw new StoreException("Expected a checkpoint at " + folder + ", but there is none");
    }
    if (checkpoint.group() != group) {
      throw new StoreException(
          "Expected a checkpoint of group " + group + ", but got one of " + checkpoint.group());
    }
    return checkpoint.image();
  }

  private static Path normalize(Path folder) {
    return folder.toAbsolutePath().normalize();
  }
}
