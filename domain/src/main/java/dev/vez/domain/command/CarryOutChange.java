package dev.vez.domain.command;

/**
 * Carries out a change of the catalogue in the group that it concerns, in the order of the meta log.
 * Refused unless the group's mark is {@code previousMark}; already done where the group's mark is at
 * or above {@code mark}. So a late command of a deposed leader cannot touch a newer queue.
 *
 * @param previousMark the mark that this change follows, 0 for the first
 * @param mark meta log index of the change
 * @param change what to do
 */
public record CarryOutChange(long previousMark, long mark, CatalogueChange change)
    implements QueueCommand {}
