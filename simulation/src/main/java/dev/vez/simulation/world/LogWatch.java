package dev.vez.simulation.world;

import dev.vez.domain.command.AckMessage;
import dev.vez.domain.command.CarryOutChange;
import dev.vez.domain.command.CatalogueChange;
import dev.vez.domain.command.Command;
import dev.vez.domain.command.EnqueueMessages;
import dev.vez.domain.command.NackMessage;
import dev.vez.domain.command.Proposal;
import dev.vez.domain.id.Mark;
import dev.vez.engine.codec.EntryCodec;
import dev.vez.ports.recovery.RecordImage;
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

    final TreeMap<Long, List<Command>> commands = new TreeMap<>();
    MessageLedger ledger;

    Watched(MessageLedger ledger) {
      this.ledger = ledger;
    }
  }

  private final Map<Integer, Watched> groups = new HashMap<>();

  /** A node alone opened its store: what lies above {@code index} is lost. */
  void reopened(int group, long index, RecordImage image) {
    if (group != 0) {
      Watched watched = new Watched(new MessageLedger(group, image));
      watched.toldIndex = index;
      groups.put(group, watched);
    }
  }

  /** An entry is about to be handed to a node. */
  void committed(int group, long index, long term, byte[] entry) {
    Watched watched = watched(group);
    if (index <= watched.toldIndex || watched.commands.containsKey(index)) {
      return;
    }
    Proposal proposal = EntryCodec.decode(entry);
    List<Command> commands = new ArrayList<>();
    if (proposal.expectedTerm() == term) {
      for (Command command : proposal.commands()) {
        if (command instanceof CarryOutChange
            || command instanceof AckMessage
            || command instanceof NackMessage
            || (command instanceof EnqueueMessages enqueue && hasKeys(enqueue))) {
          commands.add(command);
        }
      }
    }
    watched.commands.put(index, commands);
  }

  /** Whether no node has written this entry before; from now on one has. */
  boolean isFirst(int group, long index) {
    Watched watched = watched(group);
    if (index <= watched.toldIndex) {
      return false;
    }
    watched.toldIndex = index;
    watched.commands.headMap(index, false).clear();
    return true;
  }

  /** Those commands of an entry that it matters to know of. */
  List<Command> commands(int group, long index) {
    List<Command> commands = watched(group).commands.remove(index);
    return commands == null ? List.of() : commands;
  }

  /** Where the messages of a group are, after the entry that was told of last. */
  MessageLedger ledger(int group) {
    return watched(group).ledger;
  }

  /**
   * The changes of the catalogue that an entry has carried out, in order.
   *
   * @param before the group's mark before the entry
   * @param after its mark after it
   */
  static List<CatalogueChange> carriedOut(List<Command> commands, Mark before, Mark after) {
    if (before.equals(after)) {
      return List.of();
    }
    List<CatalogueChange> carriedOut = new ArrayList<>();
    Mark mark = before;
    for (Command command : commands) {
      if (command instanceof CarryOutChange change
          && change.previousMark().equals(mark)
          && change.mark().compareTo(mark) > 0) {
        mark = change.mark();
        carriedOut.add(change.change());
      }
    }
    return carriedOut;
  }

  private static boolean hasKeys(EnqueueMessages enqueue) {
    return enqueue.messages().stream().anyMatch(each -> !each.idempotencyKey().isEmpty());
  }

  private Watched watched(int group) {
    return groups.computeIfAbsent(
        group, number -> new Watched(new MessageLedger(number, new RecordImage())));
  }
}
