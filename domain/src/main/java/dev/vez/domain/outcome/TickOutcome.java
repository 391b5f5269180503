package dev.vez.domain.outcome;

/** Answers to {@code Tick}. */
public sealed interface TickOutcome extends Outcome permits TimeAdvanced {}
