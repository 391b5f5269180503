package dev.vez.app.harness;

import com.google.protobuf.ByteString;
import java.nio.ByteBuffer;
import java.util.SplittableRandom;

/**
 * Payloads that tell which message they belong to and whether a byte of them is missing or has
 * changed: all of a payload follows from the run, the message's number and the size.
 */
public final class Payloads {

  /** Instead of a number, for a payload that this run has not made. */
  public static final long NONE = -1;

  private static final int HEAD_BYTES = 2 * Long.BYTES;
  private static final int SMALL_BYTES = 512;
  private static final int LARGE_BYTES = 48 * 1024;
  private static final int LARGE_ONE_IN = 64;

  private final long run;

  /**
   * @param run tells this run's payloads from those of others
   */
  public Payloads(long run) {
    this.run = run;
  }

  /** Some hundred bytes. */
  public ByteString small(long message) {
    return of(message, random(message).nextInt(HEAD_BYTES, SMALL_BYTES));
  }

  /** Mostly some hundred bytes, sometimes some ten thousand. */
  public ByteString mixed(long message) {
    SplittableRandom random = random(message);
    int limit = random.nextInt(LARGE_ONE_IN) == 0 ? LARGE_BYTES : SMALL_BYTES;
    return of(message, random.nextInt(HEAD_BYTES, limit));
  }

  /**
   * A payload of a given size.
   *
   * @param bytes 16 or more
   */
  public ByteString of(long message, int bytes) {
    byte[] filler = new byte[bytes - HEAD_BYTES];
    new SplittableRandom(run ^ (message * 31 + bytes)).nextBytes(filler);
    return ByteString.copyFrom(
        ByteBuffer.allocate(bytes).putLong(run).putLong(message).put(filler).flip());
  }

  /** The number in a payload, or {@link #NONE}. */
  public long numberIn(ByteString payload) {
    if (payload.size() < HEAD_BYTES) {
      return NONE;
    }
    ByteBuffer head = payload.substring(0, HEAD_BYTES).asReadOnlyByteBuffer();
    return head.getLong() == run ? head.getLong() : NONE;
  }

  /** Whether it is, byte for byte, a payload that this run has made. */
  public boolean isIntact(ByteString payload) {
    long number = numberIn(payload);
    return number != NONE && payload.equals(of(number, payload.size()));
  }

  private SplittableRandom random(long message) {
    return new SplittableRandom(run ^ ~message);
  }
}
