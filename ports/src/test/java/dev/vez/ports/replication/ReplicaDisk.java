package dev.vez.ports.replication;

import dev.vez.ports.recovery.AppliedPosition;
import dev.vez.ports.replication.RecordingListener.Heard;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * What the store of one member holds: every entry it was given. It outlives the member's process,
 * and loses what was not synced in a crash. Its checkpoints are real folders of several files, one
 * of them empty, with a folder within. Thread-safe.
 */
final class ReplicaDisk {

  private static final int ENTRIES_PER_FILE = 50;
  private static final String COUNT_FILE = "count";
  private static final String PARTS_FOLDER = "parts";
  private static final String EMPTY_FILE = "empty";

  private final List<Heard> entries = new ArrayList<>();
  private int synced;

  synchronized AppliedPosition applied() {
    return entries.isEmpty()
        ? AppliedPosition.NONE
        : new AppliedPosition(entries.getLast().index(), entries.getLast().term());
  }

  synchronized List<Heard> entries() {
    return List.copyOf(entries);
  }

  synchronized void write(Heard entry) {
    entries.add(entry);
  }

  synchronized void sync() {
    synced = entries.size();
  }

  /** The member's process dies. */
  synchronized void loseUnsynced() {
    entries.subList(synced, entries.size()).clear();
  }

  /** The member's disk is replaced by an empty one. */
  synchronized void loseAll() {
    entries.clear();
    synced = 0;
  }

  synchronized AppliedPosition checkpoint(Path folder) {
    try {
      Path parts = Files.createDirectories(folder.resolve(PARTS_FOLDER));
      Files.writeString(folder.resolve(COUNT_FILE), Integer.toString(entries.size()));
      Files.createFile(parts.resolve(EMPTY_FILE));
      for (int from = 0; from < entries.size(); from += ENTRIES_PER_FILE) {
        writePart(
            parts.resolve("from-" + from),
            entries.subList(from, Math.min(entries.size(), from + ENTRIES_PER_FILE)));
      }
      return applied();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Takes the state of a checkpoint, all or none, at once synced. */
  synchronized AppliedPosition restore(Path folder) {
    List<Heard> restored = new ArrayList<>();
    try {
      Path parts = folder.resolve(PARTS_FOLDER);
      if (Files.size(parts.resolve(EMPTY_FILE)) != 0) {
        throw new IllegalStateException("Expected an empty file in " + parts);
      }
      int count = Integer.parseInt(Files.readString(folder.resolve(COUNT_FILE)));
      while (restored.size() < count) {
        readPart(parts.resolve("from-" + restored.size()), restored);
      }
      try (var files = Files.list(parts)) {
        long expected = 1L + (count + ENTRIES_PER_FILE - 1) / ENTRIES_PER_FILE;
        long found = files.count();
        if (found != expected) {
          throw new IllegalStateException(
              "Expected " + expected + " files in " + parts + ", but got " + found);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    entries.clear();
    entries.addAll(restored);
    synced = restored.size();
    return applied();
  }

  private static void writePart(Path file, List<Heard> part) throws IOException {
    try (var out = new DataOutputStream(Files.newOutputStream(file))) {
      out.writeInt(part.size());
      for (Heard entry : part) {
        out.writeLong(entry.index());
        out.writeLong(entry.term());
        out.writeUTF(entry.text());
      }
    }
  }

  private static void readPart(Path file, List<Heard> into) throws IOException {
    try (var in = new DataInputStream(Files.newInputStream(file))) {
      int size = in.readInt();
      for (int i = 0; i < size; i++) {
        into.add(new Heard(in.readLong(), in.readLong(), in.readUTF()));
      }
    }
  }
}
