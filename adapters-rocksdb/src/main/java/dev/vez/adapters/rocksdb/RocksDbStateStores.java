package dev.vez.adapters.rocksdb;

import dev.vez.ports.recovery.AppliedPosition;
import dev.vez.ports.recovery.StateStore;
import dev.vez.ports.recovery.StateStores;
import dev.vez.ports.recovery.StoreException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;

/** The stores of a node: a RocksDB for each group, which share their memory. Any thread. */
public final class RocksDbStateStores implements StateStores {

  private static final String GROUP_FOLDER_PREFIX = "group-";

  private final Path dataFolder;
  private final RocksDbOptions options;
  private final Restoration.StepListener restorationSteps;
  private final SharedMemory memory;
  private final Set<Integer> inUse = new HashSet<>();
  private boolean closed;

  /**
   * Opens no store yet.
   *
   * @param dataFolder where the folders of the groups are; created where missing. The caller keeps
   *     other processes out of it
   * @param libraryFolder where RocksDB's native library is kept from start to start; created where
   *     missing. Only the first instance in a process loads it
   * @param options how memory and disk are used
   * @throws StoreException if the folder cannot be created
   */
  public RocksDbStateStores(Path dataFolder, Path libraryFolder, RocksDbOptions options) {
    this(dataFolder, libraryFolder, options, _ -> {});
  }

  RocksDbStateStores(
      Path dataFolder,
      Path libraryFolder,
      RocksDbOptions options,
      Restoration.StepListener restorationSteps) {
    this.dataFolder = dataFolder.toAbsolutePath();
    this.options = options;
    this.restorationSteps = restorationSteps;
    try {
      Files.createDirectories(this.dataFolder);
    } catch (IOException e) {
      throw new StoreException("The folder " + this.dataFolder + " cannot be created", e);
    }
    NativeLibrary.load(libraryFolder);
    this.memory = new SharedMemory(options);
  }

  @Override
  public StateStore open(int group) {
    reserve(group);
    try {
      return new StoreOpening(group, folder(group), options, memory).open(() -> release(group));
    } catch (IOException e) {
      release(group);
      throw new StoreException("The store of group " + group + " cannot be opened", e);
    } catch (RuntimeException | Error e) {
      release(group);
      throw e;
    }
  }

  @Override
  public AppliedPosition restore(int group, Path checkpoint) {
    reserve(group);
    try {
      return new Restoration(
              group, folder(group), new StoreInspector(options, memory), restorationSteps)
          .run(checkpoint.toAbsolutePath());
    } catch (IOException e) {
      throw new StoreException("The store of group " + group + " cannot be replaced", e);
    } finally {
      release(group);
    }
  }

  @Override
  public synchronized void close() {
    if (!inUse.isEmpty()) {
      throw new StoreException(
          "Expected every store to be closed, but those of groups " + inUse + " are not");
    }
    if (!closed) {
      closed = true;
      memory.close();
    }
  }

  private GroupFolder folder(int group) {
    return new GroupFolder(dataFolder.resolve(GROUP_FOLDER_PREFIX + group));
  }

  private synchronized void reserve(int group) {
    if (closed) {
      throw new StoreException("The stores in " + dataFolder + " are closed");
    }
    if (!inUse.add(group)) {
      throw new StoreException(
          "Expected the store of group " + group + " to be closed, but it is not");
    }
  }

  private synchronized void release(int group) {
    inUse.remove(group);
  }
}
