package dev.vez.engine.group;

/**
 * Limits and delays of a group's loop. They are this node's own and never decide what {@code apply}
 * does.
 *
 * @param entryMessagesMax messages that the requests of one entry concern at most, unless a single
 *     request concerns more; 1 or greater
 * @param entryBytesMax bytes that one entry carries at most, unless a single request is larger
 * @param entriesInFlightMax entries proposed and not yet answered, 1 or greater
 * @param inboxRequestsMax requests that wait to be proposed, 1 or greater
 * @param inboxBytesMax bytes of the requests that wait, 1 or greater
 * @param handOverEntriesMax committed entries that wait to be applied before the consensus thread
 *     is held up, 1 or greater
 * @param repeatDelayMillis after which the engine's own commands are proposed again, 1 or greater
 * @param retryAfterMillis advice to callers that met a full inbox, 1 or greater
 * @param syncsOnLoop whether an entry that holds one request, with nothing behind it, is synced on
 *     the loop itself, which saves the way to another thread; not where commits are durable
 */
public record GroupOptions(
    int entryMessagesMax,
    int entryBytesMax,
    int entriesInFlightMax,
    int inboxRequestsMax,
    long inboxBytesMax,
    int handOverEntriesMax,
    long repeatDelayMillis,
    long retryAfterMillis,
    boolean syncsOnLoop) {

  /** For a node alone. */
  public static final GroupOptions DEFAULT =
      new GroupOptions(512, 1 << 20, 2, 16_384, 64 << 20, 64, 100, 50, true);

  public GroupOptions {
    requirePositive("entryMessagesMax", entryMessagesMax);
    requirePositive("entryBytesMax", entryBytesMax);
    requirePositive("entriesInFlightMax", entriesInFlightMax);
    requirePositive("inboxRequestsMax", inboxRequestsMax);
    requirePositive("inboxBytesMax", inboxBytesMax);
    requirePositive("handOverEntriesMax", handOverEntriesMax);
    requirePositive("repeatDelayMillis", repeatDelayMillis);
    requirePositive("retryAfterMillis", retryAfterMillis);
    if (handOverEntriesMax < entriesInFlightMax) {
      throw new IllegalArgumentException(
          "Expected handOverEntriesMax of at least entriesInFlightMax, but got "
              + handOverEntriesMax
              + " and "
              + entriesInFlightMax);
    }
  }

  private static void requirePositive(String name, long value) {
    if (value < 1) {
      throw new IllegalArgumentException("Expected " + name + " of 1 or more, but got " + value);
    }
  }
}
