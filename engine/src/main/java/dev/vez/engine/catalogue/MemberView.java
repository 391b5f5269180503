package dev.vez.engine.catalogue;

import dev.vez.domain.record.MemberRecord;
import dev.vez.domain.record.Mutation;
import dev.vez.domain.record.RecordKey;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** The nodes of the cluster as the meta log knows them, for any thread to read. */
public final class MemberView {

  private final List<Runnable> listeners = new CopyOnWriteArrayList<>();

  /**
   * Client addresses of nodes that were members since this one started: one that leads a group must
   * be reached until it has handed that on.
   */
  private final Map<Long, String> former = new ConcurrentHashMap<>();

  /** Replaced, never changed. */
  private volatile NavigableMap<Long, MemberRecord> members = new TreeMap<>();

  /** None yet. */
  public MemberView() {}

  /** A node, none where it is no member. */
  public @Nullable MemberRecord find(long nodeId) {
    return members.get(nodeId);
  }

  /** All nodes, in order of node id. Empty where this node is alone. */
  public List<MemberRecord> all() {
    return List.copyOf(members.values());
  }

  /** Client address of a node as {@code host:port}, empty where it is not known. */
  public String clientAddressOf(long nodeId) {
    MemberRecord member = members.get(nodeId);
    return member == null ? former.getOrDefault(nodeId, "") : member.clientAddress();
  }

  /** Calls {@code listener} after every change, on a thread of the meta group. */
  public void onChange(Runnable listener) {
    listeners.add(listener);
  }

  /** Shows these nodes and no others. By one thread at a time. */
  void replace(Collection<MemberRecord> records) {
    NavigableMap<Long, MemberRecord> next = new TreeMap<>();
    records.forEach(record -> next.put(record.nodeId(), record));
    show(next);
  }

  /** Shows what an entry has changed. By one thread at a time, in log order. */
  void publish(List<Mutation> mutations) {
    List<Mutation> ofMembers = new ArrayList<>();
    for (Mutation mutation : mutations) {
      if (mutation instanceof Mutation.Put(MemberRecord _)
          || mutation instanceof Mutation.Remove(RecordKey.OfMember _)) {
        ofMembers.add(mutation);
      }
    }
    if (ofMembers.isEmpty()) {
      return;
    }
    NavigableMap<Long, MemberRecord> next = new TreeMap<>(members);
    for (Mutation mutation : ofMembers) {
      if (mutation instanceof Mutation.Put(MemberRecord record)) {
        next.put(record.nodeId(), record);
      } else if (mutation instanceof Mutation.Remove(RecordKey.OfMember(var nodeId))) {
        next.remove(nodeId);
      }
    }
    show(next);
  }

  private void show(NavigableMap<Long, MemberRecord> next) {
    if (!next.equals(members)) {
      members.values().forEach(each -> former.put(each.nodeId(), each.clientAddress()));
      members = next;
      listeners.forEach(Runnable::run);
    }
  }
}
