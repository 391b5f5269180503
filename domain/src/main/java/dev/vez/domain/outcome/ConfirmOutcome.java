package dev.vez.domain.outcome;

/** Answers to {@code ConfirmChange}. */
public sealed interface ConfirmOutcome extends Outcome permits ChangeConfirmed {}
