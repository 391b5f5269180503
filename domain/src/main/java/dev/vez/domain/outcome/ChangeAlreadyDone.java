package dev.vez.domain.outcome;

import dev.vez.domain.id.Mark;

/**
 * The group has carried out this change or a later one.
 *
 * @param mark the group's mark
 */
public record ChangeAlreadyDone(Mark mark) implements ChangeOutcome {}
