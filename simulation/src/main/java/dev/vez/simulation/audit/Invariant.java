package dev.vez.simulation.audit;

import java.util.Locale;

/** What must hold in every run, whatever fails. */
public enum Invariant {
  NO_ACCEPTED_MESSAGE_LOST(
      "A message whose enqueue was accepted is delivered until it is settled or its queue deleted."),
  NO_SETTLED_MESSAGE_RETURNS("A message whose ack was accepted is never leased again."),
  AT_MOST_ONE_LIVE_LEASE(
      "In log time, no lease of a message begins while an earlier one is alive; lease ids only"
          + " grow."),
  LEASE_DELIVERED_ONCE("A lease is handed out at most once."),
  STALE_LEASE_REFUSED("Whoever names a lease that has a successor, or is settled, is refused."),
  NO_LEASE_TAKEN_BEFORE_DEADLINE(
      "Before its deadline, a lease that nobody has ended is honoured when its holder names it."),
  ATTEMPTS_ONLY_GROW(
      "The attempts of a message never sink but by a redrive, which sets them to 0, and grow by a"
          + " nack and by an expiry after hand-over."),
  DELAY_KEPT(
      "In log time, a message that its script delays is not leased again before its time, whoever"
          + " leads."),
  DEAD_LETTERS_MOVE(
      "What fails too often, or is given up by its script, moves to the dead-letter queue, and"
          + " comes back by a redrive alone."),
  ONE_MESSAGE_PER_KEY(
      "In log time, an idempotency key brings one message into its queue until its window ends,"
          + " and a repeat is answered with that one; then, and below the limit, it is free."),
  FIFO_WITHIN_KEY(
      "Messages of one connection to one queue are placed in the order of their calls, and messages"
          + " of one key are first delivered in the order of their places."),
  FAIRNESS_BOUND(
      "While two keys of a queue have messages waiting, what they were served per weight differs by"
          + " at most the quantum, whoever leads meanwhile."),
  THROTTLE_NEVER_EXCEEDED(
      "In any span of log time, no more is leased under a throttle key than its rate gives and its"
          + " burst; a change of the rate keeps what was taken."),
  ACCEPTED_CONFIG_STAYS(
      "The broker shows and goes by configuration that was set, and once that was accepted, by no"
          + " other until it is set anew."),
  LOG_TIME_MONOTONIC("Log index and log time never go back."),
  LOG_TIME_KEEPS_PACE("Log time runs with the clocks of the nodes that lead, never ahead of all."),
  UNKNOWN_NEVER_REPORTED_AS_FAILURE("What was reported as not done has no effect, ever."),
  FAILED_GROUP_ANSWERS_NOTHING("Once its store has failed, a group reports nothing as done."),
  DIGEST_EQUALS_RECOUNT("The digest that is kept is that of the records in the store."),
  MESSAGE_IN_EXACTLY_ONE_PLACE(
      "After every entry each message is in one place of one queue, and gets to another only as it"
          + " may; each payload has one message, and every count is right."),
  MESSAGE_UNCHANGED(
      "A delivery carries what was sent, from the queue and with the key that it was given."),
  SCRIPT_FAILURE_REFUSED(
      "Where the configuration says so, a message on which its script fails is refused, so that a"
          + " broken script lifts no limit."),
  CREDIT_KEPT("A consumer is never given more than it asked for."),
  DELETED_QUEUE_STAYS_DELETED(
      "A queue whose deletion was accepted, and what was in it, never comes back."),
  NO_CREATED_QUEUE_LOST("A queue whose creation was accepted stays until it is deleted."),
  WORK_CONSERVING(
      "Where an entry leaves no work for the next, no queue has a message that could go out,"
          + " a consumer with credit, and room for a lease."),
  REPLICAS_AGREE("At equal log index, all nodes have the same entry and the same digest."),
  SNAPSHOT_EQUALS_REPLAY(
      "A state that came with a snapshot is the one that the log gives, and goes on like it."),
  STALE_TERM_HAS_NO_EFFECT("An entry that was proposed for another term changes nothing."),
  NOTHING_THROWN("Nothing throws where nothing may."),
  EVERY_CALL_ANSWERED("A node that lives, or stops in good order, answers every call."),
  DRAINS(
      "Once faults have ended, the node recovers and healthy consumers empty every queue in bounded"
          + " time.");

  private final String promise;

  Invariant(String promise) {
    this.promise = promise;
  }

  /** Its name as documents and programs give it, such as {@code NoAcceptedMessageLost}. */
  public String label() {
    StringBuilder label = new StringBuilder();
    for (String word : name().split("_", -1)) {
      label.append(word.charAt(0)).append(word.substring(1).toLowerCase(Locale.ROOT));
    }
    return label.toString();
  }

  /** The promise in words. */
  public String promise() {
    return promise;
  }
}
