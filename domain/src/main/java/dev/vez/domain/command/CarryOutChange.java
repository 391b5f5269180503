package dev.vez.domain.command;

import dev.vez.domain.id.Mark;

/**
 * Carries out a change of the catalogue in the group that it concerns, in the order of the meta
 * log. Refused unless the group's mark is {@code previousMark}; already done where the group's mark
 * is at or above {@code mark}. So a late command of a deposed leader cannot touch a newer queue.
 *
 * @param previousMark the mark that this change follows, {@link Mark#NONE} for the first
 * @param mark the mark of this change
 * @param change what to do
 */
public record CarryOutChange(Mark previousMark, Mark mark, CatalogueChange change)
    implements QueueCommand {}
