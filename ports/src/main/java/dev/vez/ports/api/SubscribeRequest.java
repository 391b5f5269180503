package dev.vez.ports.api;

/**
 * How a consumer that grants its credit itself wants its messages.
 *
 * @param queue name of the queue
 * @param credit messages that it takes before it grants more, 0 or greater
 * @param maxInFlight messages that it may hold at once, 0 for as many as it has credit for
 * @param atEnd what becomes of those that it holds when it ends
 */
public record SubscribeRequest(String queue, long credit, int maxInFlight, AtEnd atEnd) {

  /** What becomes of messages that a consumer holds when it ends. */
  public enum AtEnd {
    /** They go back to their places at once, with no attempt counted. */
    RELEASE,
    /** They stay leased to their deadlines, so that they can be settled in another way. */
    KEEP
  }

  public SubscribeRequest {
    if (credit < 0 || maxInFlight < 0) {
      throw new IllegalArgumentException(
          "Expected credit and maxInFlight of 0 or more, but got " + credit + ", " + maxInFlight);
    }
  }
}
