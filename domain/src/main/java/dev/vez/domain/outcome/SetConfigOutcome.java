package dev.vez.domain.outcome;

/** Answers to {@code SetConfig}. */
public sealed interface SetConfigOutcome extends Outcome permits ConfigSet, ConfigFull {}
