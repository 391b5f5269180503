package dev.vez.domain.outcome;

/**
 * No lease of this message is alive: it is unknown, was never delivered, is settled, or its lease
 * has expired.
 */
public record LeaseMissing() implements AckOutcome, NackOutcome, ExtendOutcome {}
