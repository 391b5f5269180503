package dev.vez.adapters.ratis;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.ratis.server.protocol.TermIndex;
import org.apache.ratis.server.storage.RaftStorage;
import org.apache.ratis.statemachine.SnapshotRetentionPolicy;
import org.apache.ratis.statemachine.StateMachineStorage;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The snapshots of one group: {@code sm/INDEX-TERM/}, each with its manifest. A snapshot is made
 * beside them and renamed when it is complete and synced. The newest is kept, and older ones while
 * they are being sent.
 *
 * <p>Ratis puts a snapshot that it has received in the place of the whole {@code sm} folder, in two
 * renames; a crash between them is mended in {@link #init}.
 */
final class SnapshotFolders implements StateMachineStorage {

  private static final Logger LOG = LoggerFactory.getLogger(SnapshotFolders.class);

  private static final Pattern NAME = Pattern.compile("(\\d+)-(\\d+)");

  /** A file of a snapshot that is being sent is asked for more often than that. */
  private static final long SENDING_SECONDS = 60;

  private final List<KeptSnapshot> older = new ArrayList<>();
  private @Nullable Path root;
  private volatile @Nullable KeptSnapshot latest;

  @Override
  public void init(RaftStorage storage) throws IOException {
    init(storage.getStorageDir().getRoot().toPath().toAbsolutePath().normalize());
  }

  /** Finds what an earlier run has left in the folder of a group. */
  synchronized void init(Path group) throws IOException {
    root = group;
    mendReplacement();
    Folders.delete(making());
    Folders.delete(receiving());
    Files.createDirectories(kept());
    rescan();
  }

  /** Where the next snapshot is to be made; whatever an earlier attempt has left there is gone. */
  synchronized Path newCheckpoint() throws IOException {
    Folders.delete(making());
    Files.createDirectories(making());
    return making().resolve(KeptSnapshot.CHECKPOINT);
  }

  /** Keeps what was made in {@link #newCheckpoint}; from now on it is the latest. */
  synchronized void keep(TermIndex position) throws IOException {
    SnapshotManifest manifest = SnapshotManifest.ofFolder(making());
    manifest.write(making());
    Folders.syncAll(making());
    Path folder = kept().resolve(position.getIndex() + "-" + position.getTerm());
    Files.createDirectories(kept());
    Files.move(making(), folder, StandardCopyOption.ATOMIC_MOVE);
    Folders.sync(kept());
    KeptSnapshot before = latest;
    latest = new KeptSnapshot(position, folder, manifest.files(folder));
    if (before != null) {
      older.add(before);
    }
  }

  /** Makes what is being received survive a power failure. */
  void syncReceived() throws IOException {
    Folders.syncAll(receiving());
  }

  /** Finds the latest snapshot again, after Ratis has replaced all of them. */
  synchronized void rescan() throws IOException {
    older.clear();
    latest = null;
    for (Path folder : Folders.list(kept())) {
      Matcher name = NAME.matcher(folder.getFileName().toString());
      if (!name.matches() || !Files.exists(folder.resolve(SnapshotManifest.NAME))) {
        LOG.warn("Removing {}, which is no complete snapshot", folder);
        Folders.delete(folder);
        continue;
      }
      SnapshotManifest manifest = SnapshotManifest.read(folder);
      manifest.restore(folder);
      TermIndex position =
          TermIndex.valueOf(Long.parseLong(name.group(2)), Long.parseLong(name.group(1)));
      older.add(new KeptSnapshot(position, folder, manifest.files(folder)));
    }
    older.sort(Comparator.comparingLong(KeptSnapshot::getIndex));
    if (!older.isEmpty()) {
      latest = older.removeLast();
    }
    deleteOlder();
  }

  @Override
  public @Nullable KeptSnapshot getLatestSnapshot() {
    return latest;
  }

  @Override
  public void cleanupOldSnapshots(SnapshotRetentionPolicy policy) throws IOException {
    deleteOlder();
  }

  @Override
  public void format() {}

  @Override
  public File getSnapshotDir() {
    return kept().toFile();
  }

  @Override
  public File getTmpDir() {
    return receiving().toFile();
  }

  private synchronized void deleteOlder() throws IOException {
    Iterator<KeptSnapshot> each = older.iterator();
    boolean left = false;
    while (each.hasNext()) {
      KeptSnapshot snapshot = each.next();
      if (snapshot.wasReadWithin(SENDING_SECONDS)) {
        left = true;
      } else {
        Folders.delete(snapshot.folder());
        each.remove();
      }
    }
    if (left) {
      CompletableFuture.delayedExecutor(SENDING_SECONDS, TimeUnit.SECONDS)
          .execute(this::deleteOlderLater);
    }
  }

  private void deleteOlderLater() {
    try {
      deleteOlder();
    } catch (IOException e) {
      LOG.warn("A snapshot that is no longer needed could not be removed", e);
    }
  }

  /**
   * Ratis renames {@code sm} to {@code sm.tmp...}, then what it received to {@code sm}, then
   * removes the first.
   */
  private void mendReplacement() throws IOException {
    boolean replaced = !Folders.list(kept()).isEmpty();
    for (Path sibling : Folders.list(root()).reversed()) {
      if (!sibling.getFileName().toString().startsWith("sm.tmp")) {
        continue;
      }
      if (replaced) {
        Folders.delete(sibling);
      } else {
        Folders.delete(kept());
        Files.move(sibling, kept(), StandardCopyOption.ATOMIC_MOVE);
        replaced = true;
      }
    }
  }

  private Path root() {
    Path current = root;
    if (current == null) {
      throw new IllegalStateException("Expected snapshots to be asked for after the start");
    }
    return current;
  }

  private Path kept() {
    return root().resolve("sm");
  }

  private Path making() {
    return root().resolve("making");
  }

  private Path receiving() {
    return root().resolve("receiving");
  }
}
