package dev.vez.domain.effect;

import dev.vez.domain.id.QueueId;

/**
 * Say that attempts failed because their leases ended at their deadlines.
 *
 * @param queue the queue of the messages
 * @param expired how many, 1 or greater
 * @param deadLettered how many of them became dead letters, 0 to {@code expired}
 */
public record LeasesExpired(QueueId queue, int expired, int deadLettered) implements Effect {

  public LeasesExpired {
    if (expired < 1 || deadLettered < 0 || deadLettered > expired) {
      throw new IllegalArgumentException(
          "Expected 0 to " + expired + " dead letters of 1 or more, but got " + deadLettered);
    }
  }
}
