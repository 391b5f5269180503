package dev.vez.domain.outcome;

/** The entry is in the configuration, or is no more. */
public record ConfigSet() implements SetConfigOutcome {}
