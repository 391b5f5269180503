package dev.vez.domain.outcome;

/**
 * The consumer is not attached (any more).
 *
 * @param returned messages that went back to their places, never sent
 */
public record ConsumerDetached(int returned) implements DetachOutcome {}
