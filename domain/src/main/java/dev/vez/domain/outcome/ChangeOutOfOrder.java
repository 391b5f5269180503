package dev.vez.domain.outcome;

import dev.vez.domain.id.Mark;

/**
 * Refused: the group's mark is not the one that the change follows.
 *
 * @param mark the group's mark
 */
public record ChangeOutOfOrder(Mark mark) implements ChangeOutcome {}
