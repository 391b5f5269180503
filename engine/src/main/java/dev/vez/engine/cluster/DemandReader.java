package dev.vez.engine.cluster;

import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** Asks data groups, wherever they are led, what they want of token buckets. */
public interface DemandReader {

  /** The answer of a group's leader; none where there is none that answers. */
  CompletionStage<Optional<GroupDemand>> ask(int group, DemandQuery query);
}
