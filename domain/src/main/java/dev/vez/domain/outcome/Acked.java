package dev.vez.domain.outcome;

/** Message and lease are gone. */
public record Acked() implements AckOutcome {}
