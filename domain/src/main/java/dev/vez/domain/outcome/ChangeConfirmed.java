package dev.vez.domain.outcome;

/** The catalogue knows that the change is carried out. */
public record ChangeConfirmed() implements ConfirmOutcome {}
