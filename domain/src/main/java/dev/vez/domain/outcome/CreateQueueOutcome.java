package dev.vez.domain.outcome;

/** Answers to {@code CreateQueue}. */
public sealed interface CreateQueueOutcome extends Outcome permits QueueEntered, QueueExists {}
