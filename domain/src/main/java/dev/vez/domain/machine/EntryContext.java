package dev.vez.domain.machine;

import dev.vez.domain.effect.Effect;
import dev.vez.domain.id.LeaseId;
import dev.vez.domain.id.Mark;
import dev.vez.domain.id.Place;
import dev.vez.domain.id.QueueId;
import dev.vez.domain.id.RedriveId;
import dev.vez.domain.id.Ticket;
import java.util.ArrayList;
import java.util.List;

/** What belongs to the entry that is being applied: its index, the next ordinal, effects so far. */
final class EntryContext {

  private long index;
  private int nextOrdinal;
  private List<Effect> effects = new ArrayList<>();

  void begin(long entryIndex) {
    index = entryIndex;
    nextOrdinal = 0;
    effects = new ArrayList<>();
  }

  long index() {
    return index;
  }

  /** Places, leases and tickets share one counter, so none is ever used twice. */
  Place nextPlace() {
    return new Place(index, nextOrdinal++);
  }

  LeaseId nextLeaseId() {
    return new LeaseId(index, nextOrdinal++);
  }

  Ticket nextTicket() {
    return new Ticket(index, nextOrdinal++);
  }

  RedriveId nextRedriveId() {
    return new RedriveId(index, nextOrdinal++);
  }

  QueueId nextQueueId() {
    return new QueueId(index, nextOrdinal++);
  }

  Mark nextMark() {
    return new Mark(index, nextOrdinal++);
  }

  void effect(Effect effect) {
    effects.add(effect);
  }

  List<Effect> effects() {
    return effects;
  }
}
