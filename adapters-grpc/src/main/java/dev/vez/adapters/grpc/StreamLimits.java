package dev.vez.adapters.grpc;

/**
 * What streams of batches may have on their way. Nothing is refused at these limits: the server
 * reads no more from a stream until there is room.
 *
 * @param unansweredMessages messages that one stream has sent and that are not answered, 1 to
 *     1,000,000; the batch that goes over it is still taken
 * @param unansweredBytes their bytes on the wire, 1 to 1 GiB; likewise
 * @param publishedBytesInAll bytes on the wire that all streams together have given to the engine
 *     and that it has not answered, 1 to 16 GiB; likewise, for each stream
 */
public record StreamLimits(int unansweredMessages, long unansweredBytes, long publishedBytesInAll) {

  /** 8,192 messages, 8 MiB, and 64 MiB in all. */
  public static final StreamLimits DEFAULT = new StreamLimits(8_192, 8 << 20, 64 << 20);

  public StreamLimits {
    Expect.inRange("unansweredMessages", unansweredMessages, 1, 1_000_000);
    Expect.inRange("unansweredBytes", unansweredBytes, 1, 1L << 30);
    Expect.inRange("publishedBytesInAll", publishedBytesInAll, 1, 1L << 34);
  }
}
