package dev.vez.engine.service;

import dev.vez.engine.delivery.DataGroup;
import java.util.List;

/**
 * The data groups of this node.
 *
 * @param all numbered from 1 in this order
 */
public record DataGroups(List<DataGroup> all) {

  public DataGroups {
    all = List.copyOf(all);
    for (int i = 0; i < all.size(); i++) {
      if (all.get(i).number() != i + 1) {
        throw new IllegalArgumentException(
            "Expected group " + (i + 1) + ", but got group " + all.get(i).number());
      }
    }
  }

  /**
   * One of them.
   *
   * @param number 1 or greater
   */
  public DataGroup get(int number) {
    if (number < 1 || number > all.size()) {
      throw new IllegalStateException(
          "Expected a group from 1 to " + all.size() + ", but the catalogue names " + number);
    }
    return all.get(number - 1);
  }
}
