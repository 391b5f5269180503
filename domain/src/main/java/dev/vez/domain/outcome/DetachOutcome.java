package dev.vez.domain.outcome;

/** Answers to {@code DetachConsumer}. */
public sealed interface DetachOutcome extends Outcome permits ConsumerDetached {}
