package dev.vez.domain.command;

import dev.vez.domain.record.BucketLimits;
import dev.vez.domain.record.BucketRecord;
import java.util.List;

/**
 * Shares a token bucket out to the data groups in another way. Refused while an earlier way is yet
 * to be carried out, or where the bucket is no longer what it was.
 *
 * @param throttleKey the bucket's key
 * @param total what the bucket was configured to give when this was decided
 * @param shares what each data group is to have, in order of their numbers from 1: together no more
 *     than the total, and each a burst of 0 or of a whole token or more
 * @param changesMax changes that one data group may have yet to carry out, 1 or greater
 */
public record MoveShares(
    String throttleKey, BucketLimits total, List<BucketLimits> shares, int changesMax)
    implements CatalogueCommand {

  public MoveShares {
    shares = List.copyOf(shares);
    long rateMicros = 0;
    long burstMicros = 0;
    for (BucketLimits share : shares) {
      rateMicros = Math.addExact(rateMicros, share.rateMicros());
      burstMicros = Math.addExact(burstMicros, share.burstMicros());
      if (share.burstMicros() > 0 && share.burstMicros() < BucketRecord.MICROS) {
        throw new IllegalArgumentException("Expected a burst of whole tokens, but got " + share);
      }
    }
    if (rateMicros > total.rateMicros() || burstMicros > total.burstMicros()) {
      throw new IllegalArgumentException(
          "Expected shares of " + total + ", but together they are more");
    }
  }
}
