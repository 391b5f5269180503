package dev.vez.domain.outcome;

/** Log time is that of the entry. */
public record TimeAdvanced() implements TickOutcome {}
