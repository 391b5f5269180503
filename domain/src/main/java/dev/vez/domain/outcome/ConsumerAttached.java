package dev.vez.domain.outcome;

/** The consumer is attached. */
public record ConsumerAttached() implements AttachOutcome {}
