package dev.vez.adapters.jraft;

import com.alipay.sofa.jraft.core.DefaultJRaftServiceFactory;
import com.alipay.sofa.jraft.entity.PeerId;
import com.alipay.sofa.jraft.option.NodeOptions;
import com.alipay.sofa.jraft.option.RaftOptions;
import com.alipay.sofa.jraft.storage.RaftMetaStorage;
import com.alipay.sofa.jraft.storage.SnapshotStorage;
import com.alipay.sofa.jraft.storage.impl.LocalRaftMetaStorage;
import com.alipay.sofa.jraft.storage.snapshot.local.LocalSnapshotStorage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A group's folder, and JRaft's storages in it: the default ones, which also tell the term and the
 * newest snapshot.
 */
final class GroupStorage extends DefaultJRaftServiceFactory {

  private static final String LOG = "log";
  private static final String META = "meta";
  private static final String SNAPSHOTS = "snapshots";
  private static final String META_FILE = "raft_meta";

  private final Path folder;
  private volatile long term;
  private volatile @Nullable LocalSnapshotStorage snapshots;

  private GroupStorage(Path folder) {
    this.folder = folder;
  }

  /**
   * A group's storage in {@code folder}, which is created where it is missing.
   *
   * @throws IllegalStateException where a log is there without its votes: with them forgotten, this
   *     node could vote twice in a term
   */
  static GroupStorage in(Path folder) {
    GroupStorage storage = new GroupStorage(folder);
    try {
      Files.createDirectories(folder);
      if (!isEmpty(folder.resolve(LOG)) && !Files.exists(folder.resolve(META).resolve(META_FILE))) {
        throw new IllegalStateException(
            "Expected the votes of the log in "
                + folder
                + " beside it, but "
                + META_FILE
                + " is missing: remove this node from the group and add a new one");
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return storage;
  }

  /** Whether no member of the group has run in the folder. */
  boolean isFresh() {
    try {
      return isEmpty(folder.resolve(LOG)) && isEmpty(folder.resolve(META));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  void configure(NodeOptions options) {
    options.setServiceFactory(this);
    options.setLogUri(folder.resolve(LOG).toString());
    options.setRaftMetaUri(folder.resolve(META).toString());
    options.setSnapshotUri(folder.resolve(SNAPSHOTS).toString());
  }

  /** Current term, as far as it was written down. */
  long term() {
    return term;
  }

  /** Label of the newest snapshot, 0 for none. */
  long snapshotIndex() {
    LocalSnapshotStorage current = snapshots;
    return current == null ? 0 : current.getLastSnapshotIndex();
  }

  @Override
  public RaftMetaStorage createRaftMetaStorage(String uri, RaftOptions options) {
    return new Votes(uri, options);
  }

  @Override
  public SnapshotStorage createSnapshotStorage(NodeOptions options) {
    LocalSnapshotStorage created =
        new LocalSnapshotStorage(
            options.getSnapshotUri(), options.getSnapshotTempUri(), options.getRaftOptions());
    snapshots = created;
    return created;
  }

  private static boolean isEmpty(Path folder) throws IOException {
    if (!Files.exists(folder)) {
      return true;
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files.findAny().isEmpty();
    }
  }

  /** Term and vote. */
  private final class Votes extends LocalRaftMetaStorage {

    Votes(String path, RaftOptions options) {
      super(path, options);
    }

    @Override
    public long getTerm() {
      long read = super.getTerm();
      term = read;
      return read;
    }

    @Override
    public boolean setTerm(long newTerm) {
      boolean written = super.setTerm(newTerm);
      term = newTerm;
      return written;
    }

    @Override
    public boolean setTermAndVotedFor(long newTerm, PeerId peer) {
      boolean written = super.setTermAndVotedFor(newTerm, peer);
      term = newTerm;
      return written;
    }
  }
}
