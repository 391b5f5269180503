package dev.vez.domain.outcome;

/**
 * Refused: the group's mark is not the one that the change follows.
 *
 * @param mark the group's mark
 */
public record ChangeOutOfOrder(long mark) implements ChangeOutcome {}
