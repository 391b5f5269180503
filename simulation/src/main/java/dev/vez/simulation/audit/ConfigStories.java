package dev.vez.simulation.audit;

import dev.vez.simulation.audit.Event.SetConfigCalled;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Which values each key of the runtime configuration may have, by what calls were told. */
final class ConfigStories {

  /** Of events; later than all. */
  private static final long NEVER = Long.MAX_VALUE;

  /** A call that set a value, or may have, or may yet. */
  private static final class Change {
    final String value;
    final int incarnation;
    final long calledAt;
    long overAt = NEVER;

    Change(String value, int incarnation, long calledAt) {
      this.value = value;
      this.incarnation = incarnation;
      this.calledAt = calledAt;
    }
  }

  private final boolean isReplicated;
  private final Map<String, List<Change>> stories = new HashMap<>();
  private final Map<Long, Change> open = new HashMap<>();

  /**
   * No entry yet.
   *
   * @param isReplicated whether a call may be carried out long after the node that took it is gone
   */
  ConfigStories(boolean isReplicated) {
    this.isReplicated = isReplicated;
  }

  void called(SetConfigCalled call, long at) {
    Change change = new Change(call.value(), call.incarnation(), at);
    story(call.key()).add(change);
    open.put(call.call(), change);
  }

  /** A call was answered, or its node is gone. */
  void over(SetConfigCalled call, Answer answer, long at) {
    Change change = open.remove(call.call());
    if (change == null) {
      return;
    }
    List<Change> story = story(call.key());
    if (answer.isFailure()) {
      story.remove(change);
    } else if (answer == Answer.ACCEPTED) {
      change.overAt = at;
      story.removeIf(each -> isSuperseded(each, change));
    }
  }

  /** The values that a key may have now, empty for none. */
  Set<String> values(String key) {
    Set<String> values = new TreeSet<>();
    story(key).forEach(change -> values.add(change.value));
    return values;
  }

  /** All keys that were ever set, or may have been. */
  Iterable<String> keys() {
    return stories.keySet().stream().sorted().toList();
  }

  private boolean isSuperseded(Change earlier, Change accepted) {
    return earlier.overAt < accepted.calledAt
        // A node alone that has lost a call either has it in its log, before all later ones, or
        // not.
        || (!isReplicated && earlier.incarnation < accepted.incarnation);
  }

  private List<Change> story(String key) {
    return stories.computeIfAbsent(
        key,
        _ -> {
          Change absent = new Change("", 0, 0);
          absent.overAt = 0;
          List<Change> story = new ArrayList<>();
          story.add(absent);
          return story;
        });
  }
}
