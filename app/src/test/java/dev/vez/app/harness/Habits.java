package dev.vez.app.harness;

/**
 * What a consumer does with its messages. What is left of a thousand is acked at once.
 *
 * @param window messages that it works on at once
 * @param nackPerMille nacked at once
 * @param silentPerMille never settled, so that their leases run out
 * @param latePerMille acked after up to {@code lateMillis}, over whatever connection there is then;
 *     the consumer goes on meanwhile
 * @param slowPerMille acked after up to {@code lateMillis}, holding up the stream's window
 * @param lateMillis longest delay
 * @param streamMessages messages after which it opens a new stream, 0 for never
 */
public record Habits(
    int window,
    int nackPerMille,
    int silentPerMille,
    int latePerMille,
    int slowPerMille,
    int lateMillis,
    int streamMessages) {

  /** Acks everything at once, on one stream. */
  public static final Habits DILIGENT = new Habits(32, 0, 0, 0, 0, 0, 0);

  /** Most is acked, but everything that can happen to a message happens to some. */
  public static final Habits MIXED = new Habits(32, 100, 30, 150, 0, 2_000, 0);

  /** Opens stream after stream, and leaves messages on the way in the old one. */
  public static final Habits RESTLESS = new Habits(16, 50, 10, 50, 0, 1_000, 40);

  /** Takes so long that messages wait for it in the transport. */
  public static final Habits SLOW = new Habits(4, 0, 0, 0, 500, 300, 0);

  public Habits {
    if (nackPerMille + silentPerMille + latePerMille + slowPerMille > 1_000) {
      throw new IllegalArgumentException("More than a thousand of a thousand");
    }
  }
}
