package dev.vez.engine.cluster;

import java.util.List;

/**
 * A question for what a data group wants of token buckets.
 *
 * @param watched keys to tell the demand of
 * @param after other keys that lack tokens are wanted behind this one
 * @param lackingMax how many of those
 */
public record DemandQuery(List<String> watched, String after, int lackingMax) {

  public DemandQuery {
    watched = List.copyOf(watched);
  }
}
