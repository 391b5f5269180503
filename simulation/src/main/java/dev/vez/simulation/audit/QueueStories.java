package dev.vez.simulation.audit;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Which queues there certainly are, and which there certainly are not, by what calls were told. */
final class QueueStories {

  static final String DEAD_LETTER_SUFFIX = ".dlq";

  /** A dead-letter queue that is created with its queue gets the default. */
  private static final long DEAD_LETTERS_VISIBILITY_MILLIS = 30_000;

  /** Of events; later than all. */
  private static final long NEVER = Long.MAX_VALUE;

  /** A call that created, deleted or redrove a queue, or may have. */
  private static final class Change {
    final int incarnation;
    final long calledAt;
    long overAt = NEVER;
    boolean accepted;

    /** Log index of the data group's last entry when it was over. */
    long lastIndex;

    Change(int incarnation, long calledAt) {
      this.incarnation = incarnation;
      this.calledAt = calledAt;
    }
  }

  private static final class Story {
    final List<Change> creates = new ArrayList<>();
    final List<Change> deletes = new ArrayList<>();

    /** Redrives of this dead-letter queue. */
    final List<Change> redrives = new ArrayList<>();

    long visibilityMillis = NEVER;
  }

  private final boolean isReplicated;
  private final Map<String, Story> stories = new HashMap<>();
  private final Map<Long, Change> open = new HashMap<>();

  /**
   * No queue yet.
   *
   * @param isReplicated whether a deletion may be carried out long after the node that took it is
   *     gone
   */
  QueueStories(boolean isReplicated) {
    this.isReplicated = isReplicated;
  }

  void created(Event.CreateCalled call, long at) {
    Story story = story(call.queue());
    story.visibilityMillis = Math.min(story.visibilityMillis, call.visibilityMillis());
    Change change = new Change(call.incarnation(), at);
    story.creates.add(change);
    Story deadLetters = deadLetters(call.queue());
    deadLetters.creates.add(change);
    deadLetters.visibilityMillis =
        Math.min(deadLetters.visibilityMillis, DEAD_LETTERS_VISIBILITY_MILLIS);
    open.put(call.call(), change);
  }

  void redriven(Event.RedriveCalled call, long at) {
    Change change = new Change(call.incarnation(), at);
    story(call.queue()).redrives.add(change);
    open.put(call.call(), change);
  }

  void deleted(Event.DeleteCalled call, long at) {
    Change change = new Change(call.incarnation(), at);
    story(call.queue()).deletes.add(change);
    deadLetters(call.queue()).deletes.add(change);
    open.put(call.call(), change);
  }

  /**
   * A call that creates, deletes or redrives was answered, or its node is gone.
   *
   * @param lastIndex of the data group's log at this moment
   */
  void over(Event.Called call, Answer answer, long at, long lastIndex) {
    Change change = open.remove(call.call());
    if (change == null) {
      return;
    }
    if (answer.isFailure()) {
      for (Story story : List.of(story(call.queue()), deadLetters(call.queue()))) {
        story.redrives.remove(change);
        story.creates.remove(change);
        story.deletes.remove(change);
      }
    } else {
      change.overAt = at;
      change.accepted = answer == Answer.ACCEPTED;
      change.lastIndex = lastIndex;
    }
  }

  /** How long a lease of this queue lasts at least, in milliseconds. */
  long visibilityMillis(String queue) {
    return story(queue).visibilityMillis;
  }

  /** Name of the dead-letter queue of a queue. */
  static String deadLettersOf(String queue) {
    return queue + DEAD_LETTER_SUFFIX;
  }

  /** Whether messages may have moved back to a queue at or after {@code since}. */
  boolean mayBeRedriven(String queue, long since) {
    for (Change redrive : deadLetters(queue).redrives) {
      // What has begun goes on where nobody waits for it any more.
      if (redrive.overAt >= since || !redrive.accepted) {
        return true;
      }
    }
    return false;
  }

  /** Whether any creation was accepted or may have been carried out. */
  boolean mayEverHaveExisted(String queue) {
    return !story(queue).creates.isEmpty();
  }

  /** Whether there certainly is a queue of this name for every call from {@code at} on. */
  boolean certainlyExists(String queue, long at) {
    Story story = story(queue);
    for (Change create : story.creates) {
      if (create.accepted
          && create.overAt < at
          && story.deletes.stream().allMatch(delete -> delete.overAt < create.calledAt)) {
        return true;
      }
    }
    return false;
  }

  /** Whether there certainly was no queue of this name for every call from {@code at} on. */
  boolean certainlyDeleted(String queue, long at) {
    Story story = story(queue);
    for (Change delete : story.deletes) {
      if (delete.accepted
          && delete.overAt < at
          && story.creates.stream().allMatch(create -> create.overAt < delete.calledAt)) {
        return true;
      }
    }
    return false;
  }

  /** Whether the message may have gone with its queue. */
  boolean mayBeDeleted(MessageStory message) {
    for (Change delete : story(message.call.queue()).deletes) {
      if (delete.overAt > message.calledAt
          || (!delete.accepted
              && (isReplicated || message.call.incarnation() <= delete.incarnation))) {
        return true;
      }
    }
    return false;
  }

  /**
   * The log index above which no lease of the message can begin, because its queue was certainly
   * deleted; none where it was not.
   */
  @Nullable Long deletedUpToIndex(MessageStory message) {
    for (Change delete : story(message.call.queue()).deletes) {
      if (delete.accepted
          && message.answer == Answer.ACCEPTED
          && message.answeredAt < delete.calledAt) {
        return delete.lastIndex;
      }
    }
    return null;
  }

  /** Names of all queues that certainly exist now. */
  List<String> allThatExist(long now) {
    return stories.keySet().stream().filter(each -> certainlyExists(each, now)).sorted().toList();
  }

  /** The queue that is created and deleted with another. */
  private Story deadLetters(String queue) {
    return story(deadLettersOf(queue));
  }

  private Story story(String queue) {
    return stories.computeIfAbsent(queue, _ -> new Story());
  }
}
