package dev.vez.domain.outcome;

/** Answers to {@code AttachConsumer}. */
public sealed interface AttachOutcome extends Outcome permits ConsumerAttached, QueueMissing {}
