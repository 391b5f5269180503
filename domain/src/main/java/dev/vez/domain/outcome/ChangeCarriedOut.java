package dev.vez.domain.outcome;

/** The change is in the group, and its mark is the group's. */
public record ChangeCarriedOut() implements ChangeOutcome {}
