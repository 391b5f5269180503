package dev.vez.adapters.rocksdb;

import dev.vez.ports.recovery.StoreException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The folder of one group. It holds generations of the store, each a database in a folder named by
 * its number and a mark beside it, and a pointer file that says which of them counts. A generation
 * is replaced by writing a whole new one and then the pointer, so at any moment one counts.
 */
final class GroupFolder {

  /**
   * What the pointer says.
   *
   * @param number of the generation, 1 or greater
   * @param ready whether it was ever whole; where not, there was no state yet
   */
  record Generation(long number, boolean ready) {}

  private static final String POINTER = "current";
  private static final String POINTER_TEMPORARY = "current.tmp";
  private static final String MARK_PREFIX = "synced-";
  private static final Pattern POINTER_TEXT =
      Pattern.compile("generation ([1-9][0-9]{0,17}) (ready|creating)\n");
  private static final Pattern OWN_NAMES =
      Pattern.compile("(?:" + MARK_PREFIX + ")?([1-9][0-9]{0,17})");

  private final Path folder;

  GroupFolder(Path folder) {
    this.folder = folder;
  }

  /** Where the database of a generation lies. */
  Path database(long generation) {
    return folder.resolve(Long.toString(generation));
  }

  /** Where the mark of a generation lies. */
  Path mark(long generation) {
    return folder.resolve(MARK_PREFIX + generation);
  }

  /** Creates the folder where it is missing. Its parent must exist. */
  void create() throws IOException {
    if (!Files.isDirectory(folder)) {
      Folders.create(folder);
    }
  }

  /** Makes the names in the folder durable. */
  void sync() throws IOException {
    Folders.sync(folder);
  }

  /**
   * The generation that counts; empty where there has never been one.
   *
   * @throws StoreException if the pointer is damaged, or missing although there are generations
   */
  Optional<Generation> current() throws IOException {
    Path pointer = folder.resolve(POINTER);
    if (!Files.exists(pointer)) {
      if (!numbers().isEmpty()) {
        throw new StoreException("Expected the file " + pointer + ", but there is none");
      }
      return Optional.empty();
    }
    var text = POINTER_TEXT.matcher(Files.readString(pointer));
    if (!text.matches()) {
      throw new StoreException("Expected " + pointer + " to name a generation, but it does not");
    }
    return Optional.of(
        new Generation(Long.parseLong(text.group(1)), text.group(2).equals("ready")));
  }

  /** Lets another generation count from now on. Crash-safe: before or after, never between. */
  void point(Generation generation) throws IOException {
    writePointer(generation);
    switchPointer();
  }

  /** The first half of {@link #point}: writes down the generation, which does not count yet. */
  void writePointer(Generation generation) throws IOException {
    Path temporary = folder.resolve(POINTER_TEMPORARY);
    Files.writeString(
        temporary,
        "generation " + generation.number() + (generation.ready() ? " ready\n" : " creating\n"));
    Folders.sync(temporary);
  }

  /** The second half of {@link #point}. */
  void switchPointer() throws IOException {
    Files.move(
        folder.resolve(POINTER_TEMPORARY),
        folder.resolve(POINTER),
        StandardCopyOption.ATOMIC_MOVE,
        StandardCopyOption.REPLACE_EXISTING);
    sync();
  }

  /**
   * Begins a new generation, of which nothing is there yet. Where no other counts, the pointer says
   * that this one is not whole, so that what is left of it is not taken for a loss.
   *
   * @return its number
   */
  long begin() throws IOException {
    var current = current();
    long number = nextNumber();
    if (current.isEmpty() || !current.get().ready()) {
      point(new Generation(number, false));
      removeOthers(number);
    } else {
      removeOthers(current.get().number());
    }
    return number;
  }

  /** A number above that of every generation there is. */
  private long nextNumber() throws IOException {
    return numbers().stream().mapToLong(Long::longValue).max().orElse(0) + 1;
  }

  /** Deletes every generation but one, and what an interrupted switch has left. */
  void removeOthers(long generation) throws IOException {
    Files.deleteIfExists(folder.resolve(POINTER_TEMPORARY));
    for (long number : numbers()) {
      if (number != generation) {
        Folders.deleteAll(database(number));
        Files.deleteIfExists(mark(number));
      }
    }
  }

  private List<Long> numbers() throws IOException {
    var numbers = new ArrayList<Long>();
    if (Files.isDirectory(folder)) {
      try (var entries = Files.newDirectoryStream(folder)) {
        for (Path entry : entries) {
          var name = OWN_NAMES.matcher(entry.getFileName().toString());
          if (name.matches()) {
            numbers.add(Long.parseLong(name.group(1)));
          }
        }
      }
    }
    return numbers;
  }
}
