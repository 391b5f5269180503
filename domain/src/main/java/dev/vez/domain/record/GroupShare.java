package dev.vez.domain.record;

import dev.vez.domain.id.Mark;

/**
 * What one data group has of a token bucket.
 *
 * @param mayHave what may be in force there at most, whatever it has carried out
 * @param issued what it was told last
 * @param due what it is to have once the others have given up what they are to give up
 * @param mark the change that told it, {@link Mark#NONE} once the group has confirmed that
 */
public record GroupShare(BucketLimits mayHave, BucketLimits issued, BucketLimits due, Mark mark) {

  /** Whether the group has what it is to have. */
  public boolean isSettled() {
    return mark.equals(Mark.NONE) && issued.equals(due);
  }
}
