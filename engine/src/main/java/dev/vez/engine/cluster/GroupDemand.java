package dev.vez.engine.cluster;

import dev.vez.domain.machine.BucketDemand;
import java.util.List;

/**
 * What a data group wants of token buckets.
 *
 * @param watched the demand at the buckets that were asked about, as far as they are there
 * @param lacking keys of buckets, asked about or not, at which messages wait for a token
 */
public record GroupDemand(List<BucketDemand> watched, List<String> lacking) {

  public GroupDemand {
    watched = List.copyOf(watched);
    lacking = List.copyOf(lacking);
  }
}
