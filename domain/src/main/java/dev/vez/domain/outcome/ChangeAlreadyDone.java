package dev.vez.domain.outcome;

/**
 * The group has carried out this change or a later one.
 *
 * @param mark the group's mark
 */
public record ChangeAlreadyDone(long mark) implements ChangeOutcome {}
