package dev.vez.simulation.world;

import dev.vez.domain.command.CarryOutChange;
import dev.vez.domain.command.CatalogueChange;
import dev.vez.domain.command.Command;
import dev.vez.domain.id.Mark;
import dev.vez.engine.codec.EntryCodec;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Reads the logs of the data groups before the nodes do, so that what an entry should do is known
 * whatever a node makes of it. Each entry is read, and told of, once.
 */
final class LogWatch {

  /** What is known of the log of one group. */
  private static final class Watched {
    /** Up to here entries have been told of. */
    long toldIndex;

    final TreeMap<Long, List<CarryOutChange>> changes = new TreeMap<>();
  }

  private final Map<Integer, Watched> groups = new HashMap<>();

  /** A node alone opened its store: what lies above {@code index} is lost. */
  void reopened(int group, long index) {
    Watched watched = watched(group);
    watched.toldIndex = index;
    watched.changes.clear();
  }

  /** An entry is about to be handed to a node. */
  void committed(int group, long index, byte[] entry) {
    Watched watched = watched(group);
    if (index <= watched.toldIndex || watched.changes.containsKey(index)) {
      return;
    }
    List<CarryOutChange> changes = new ArrayList<>();
    for (Command command : EntryCodec.decode(entry).commands()) {
      if (command instanceof CarryOutChange change) {
        changes.add(change);
      }
    }
    watched.changes.put(index, changes);
  }

  /** Whether no node has written this entry before; from now on one has. */
  boolean isFirst(int group, long index) {
    Watched watched = watched(group);
    if (index <= watched.toldIndex) {
      return false;
    }
    watched.toldIndex = index;
    watched.changes.headMap(index, false).clear();
    return true;
  }

  /**
   * The changes of the catalogue that an entry has carried out, in order.
   *
   * @param before the group's mark before the entry
   * @param after its mark after it
   */
  List<CatalogueChange> carriedOut(int group, long index, Mark before, Mark after) {
    List<CarryOutChange> proposed = watched(group).changes.remove(index);
    if (proposed == null || before.equals(after)) {
      return List.of();
    }
    List<CatalogueChange> carriedOut = new ArrayList<>();
    Mark mark = before;
    for (CarryOutChange change : proposed) {
      if (change.previousMark().equals(mark) && change.mark().compareTo(mark) > 0) {
        mark = change.mark();
        carriedOut.add(change.change());
      }
    }
    return carriedOut;
  }

  private Watched watched(int group) {
    return groups.computeIfAbsent(group, _ -> new Watched());
  }
}
