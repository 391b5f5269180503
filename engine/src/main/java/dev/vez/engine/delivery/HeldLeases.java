package dev.vez.engine.delivery;

import dev.vez.domain.id.LeaseId;
import dev.vez.domain.id.MessageId;
import dev.vez.domain.message.LeasedMessage;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What one consumer was delivered and, as far as is known here, still holds: for its limit and for
 * its end. The state machine alone knows what is alive; a lease that has ended unnoticed does no
 * harm, for it is named with its id. May be used by any thread.
 */
final class HeldLeases {

  private static final class Held {
    private final MessageId message;
    private long deadlineNanos;

    Held(MessageId message, long deadlineNanos) {
      this.message = message;
      this.deadlineNanos = deadlineNanos;
    }
  }

  // All under this object.
  private final Map<LeaseId, Held> held = new LinkedHashMap<>();
  private long ended;

  synchronized void add(MessageId message, LeaseId lease, long deadlineNanos) {
    held.put(lease, new Held(message, deadlineNanos));
  }

  /** A lease has ended; nothing happens where that is known. */
  synchronized void end(LeaseId lease) {
    if (held.remove(lease) != null) {
      ended++;
    }
  }

  /** A delivery came to nothing before it was held. */
  synchronized void endUnheld() {
    ended++;
  }

  synchronized void extend(LeaseId lease, long deadlineNanos) {
    Held extended = held.get(lease);
    if (extended != null && deadlineNanos - extended.deadlineNanos > 0) {
      extended.deadlineNanos = deadlineNanos;
    }
  }

  /** Takes leases whose deadline has passed for ended. */
  synchronized void expire(long nowNanos) {
    for (Iterator<Held> each = held.values().iterator(); each.hasNext(); ) {
      if (nowNanos - each.next().deadlineNanos >= 0) {
        each.remove();
        ended++;
      }
    }
  }

  /**
   * How long until the next deadline in nanoseconds, 0 where one has passed.
   *
   * @return {@link Long#MAX_VALUE} where nothing is held
   */
  synchronized long nextDeadline(long nowNanos) {
    long next = Long.MAX_VALUE;
    for (Held each : held.values()) {
      next = Math.min(next, Math.max(0, each.deadlineNanos - nowNanos));
    }
    return next;
  }

  /** Deliveries whose leases have ended. */
  synchronized long ended() {
    return ended;
  }

  synchronized int size() {
    return held.size();
  }

  /** The last of those that are held, in order. */
  synchronized List<LeasedMessage> last(int max) {
    List<LeasedMessage> last = new ArrayList<>(Math.min(max, held.size()));
    int passed = held.size() - max;
    for (Map.Entry<LeaseId, Held> each : held.entrySet()) {
      if (passed-- <= 0) {
        last.add(new LeasedMessage(each.getValue().message, each.getKey()));
      }
    }
    return last;
  }
}
