package dev.vez.adapters.rocksdb;

import dev.vez.ports.recovery.AppliedPosition;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Puts a checkpoint in the place of a group's state. The checkpoint is read from end to end first,
 * then linked into a new generation, which begins to count when the pointer is switched.
 */
final class Restoration {

  /** How far it has come, in this order. */
  enum Step {
    VERIFIED,
    BEGUN,
    LINKED,
    MARKED,
    POINTER_WRITTEN,
    SWITCHED,
    OTHERS_REMOVED
  }

  /** Hears of each step when it is done; tests stop there. */
  interface StepListener {
    void done(Step step) throws IOException;
  }

  private final int group;
  private final GroupFolder folder;
  private final StoreInspector inspector;
  private final StepListener steps;

  Restoration(int group, GroupFolder folder, StoreInspector inspector, StepListener steps) {
    this.group = group;
    this.folder = folder;
    this.inspector = inspector;
    this.steps = steps;
  }

  /** Carries it out and gives the position read from the checkpoint. */
  AppliedPosition run(Path checkpoint) throws IOException {
    var position = inspector.verify(checkpoint, group);
    steps.done(Step.VERIFIED);
    folder.create();
    long generation = folder.begin();
    steps.done(Step.BEGUN);
    link(checkpoint, folder.database(generation));
    steps.done(Step.LINKED);
    SyncedMark.create(folder.mark(generation), position.index());
    folder.sync();
    steps.done(Step.MARKED);
    folder.writePointer(new GroupFolder.Generation(generation, true));
    steps.done(Step.POINTER_WRITTEN);
    folder.switchPointer();
    steps.done(Step.SWITCHED);
    folder.removeOthers(generation);
    steps.done(Step.OTHERS_REMOVED);
    return position;
  }

  private static void link(Path checkpoint, Path database) throws IOException {
    Folders.create(database);
    try (var files = Files.newDirectoryStream(checkpoint)) {
      for (Path file : files) {
        Path copy = database.resolve(file.getFileName());
        if (isNeverChanged(file)) {
          Folders.linkOrCopy(file, copy);
        } else {
          Files.copy(file, copy);
        }
        // A checkpoint that came over the network may not have reached the disk.
        Folders.sync(copy);
      }
    }
    Folders.sync(database);
  }

  private static boolean isNeverChanged(Path file) {
    return file.getFileName().toString().endsWith(".sst");
  }
}
