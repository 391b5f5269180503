package dev.vez.app.harness;

/**
 * What a producer does.
 *
 * @param queue where it sends
 * @param keys number of fairness keys
 * @param window calls under way at once; 1 awaits each answer
 * @param sizes of its payloads
 */
public record ProducerSpec(String queue, int keys, int window, Sizes sizes) {

  /** How large payloads are. */
  public enum Sizes {
    /** So small that all calls of a window fit into what HTTP/2 sends without asking. */
    SMALL,

    /** Some are large: they wait for the receiver's window, and others overtake them meanwhile. */
    MIXED
  }
}
