package dev.vez.domain.machine;

import dev.vez.domain.hash.Digest;
import dev.vez.domain.id.QueueId;
import dev.vez.domain.record.BucketRecord;
import java.util.Comparator;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A token bucket in memory. It is refilled when it is looked at, in integers and without loss: how
 * often that happens makes no difference to what it holds.
 */
final class Bucket {

  /** The one that gets its next token first; no two have the same key. */
  static final Comparator<Bucket> BY_NEXT_TOKEN =
      Comparator.<Bucket>comparingLong(bucket -> bucket.registeredMicros)
          .thenComparing(bucket -> bucket.key);

  private static final int MICROS = BucketRecord.MICROS;

  final String key;

  /** Where flows wait at it, by queue. */
  final TreeMap<QueueId, Stall> stalls = new TreeMap<>();

  /** Tokens given in the entry that is being applied, and how often it had none. */
  int given;

  int refusals;

  /** Tokens given since this replica began; for figures only. */
  long givenEver;

  /** Whether flows wait for a token that it does not have. */
  boolean lacking;

  /** Whether flows wait although it has a token. */
  boolean ripe;

  /**
   * When it gets a token for those who wait; {@link Long#MAX_VALUE} where it is not to be woken.
   */
  long registeredMicros = Long.MAX_VALUE;

  /** What it gains each second, in micro-tokens: whole tokens, and the micro-tokens beside them. */
  private long rateTokens;

  private int ratePart;
  private long burstMicros;
  private long tokensMicros;
  private int remainder;
  private long refilledAtMicros;

  QueueId turn = QueueId.NONE;
  boolean removed;

  /** Hash of the record as last written, zero if never. */
  Digest written = Digest.ZERO;

  boolean dirty;

  /** A new bucket, which is full. */
  Bucket(String key, long rateMicros, long burstMicros, long nowMicros) {
    this.key = key;
    setRate(rateMicros);
    this.burstMicros = burstMicros;
    this.tokensMicros = burstMicros;
    this.refilledAtMicros = nowMicros;
  }

  Bucket(BucketRecord record, Digest hash) {
    this(record.throttleKey(), record.rateMicros(), record.burstMicros(), 0);
    tokensMicros = record.tokensMicros();
    remainder = record.remainder();
    refilledAtMicros = record.refilledAtMicros();
    turn = record.turn();
    removed = record.removed();
    written = hash;
  }

  /** Changes its limits as of now; it keeps its tokens, cut to the new burst. */
  void change(long rateMicros, long newBurstMicros, long nowMicros) {
    refill(nowMicros);
    setRate(rateMicros);
    burstMicros = newBurstMicros;
    if (tokensMicros >= burstMicros) {
      fill();
    }
  }

  /** Makes it a new one, which is full. */
  void renew(long rateMicros, long newBurstMicros, long nowMicros) {
    removed = false;
    setRate(rateMicros);
    burstMicros = newBurstMicros;
    refilledAtMicros = nowMicros;
    fill();
  }

  /** Whether it was removed and nobody waits at it. */
  boolean isGone() {
    return removed && stalls.isEmpty();
  }

  /** Whether it had a token when it was last refilled. */
  boolean hasToken() {
    return removed || tokensMicros >= MICROS;
  }

  /** Gives a token that it has. */
  void take(QueueId taker) {
    tokensMicros -= MICROS;
    turn = taker;
  }

  /** When it will have a token; {@link Long#MAX_VALUE} for never. */
  long nextTokenMicros() {
    if (hasToken()) {
      return refilledAtMicros;
    }
    long rateMicros = rateMicros();
    if (burstMicros < MICROS || rateMicros == 0) {
      return Long.MAX_VALUE;
    }
    long missing = (MICROS - tokensMicros) * MICROS - remainder;
    long micros = refilledAtMicros + Math.ceilDiv(missing, rateMicros);
    return micros < 0 ? Long.MAX_VALUE : micros;
  }

  /**
   * The stall whose turn it is: that of the next queue, after the one that took last, which can
   * deliver. Null where no queue with a stall here can.
   */
  @Nullable Stall next() {
    if (stalls.isEmpty()) {
      return null;
    }
    for (Stall stall : stalls.tailMap(turn, false).values()) {
      if (stall.queue.deliverable) {
        return stall;
      }
    }
    for (Stall stall : stalls.headMap(turn, true).values()) {
      if (stall.queue.deliverable) {
        return stall;
      }
    }
    return null;
  }

  /** Adds what it has gained since it was last refilled. Log time never goes back. */
  void refill(long nowMicros) {
    long elapsed = nowMicros - refilledAtMicros;
    refilledAtMicros = nowMicros;
    long missing = burstMicros - tokensMicros;
    if (elapsed == 0 || missing == 0) {
      return;
    }
    // Each product is compared with what is missing before it can overflow.
    if (rateTokens > 0 && elapsed > missing / rateTokens) {
      fill();
      return;
    }
    long ofSeconds = ratePart * (elapsed / MICROS);
    if (ofSeconds >= missing) {
      fill();
      return;
    }
    long rest = ratePart * (elapsed % MICROS) + remainder;
    long gained = rateTokens * elapsed + ofSeconds + rest / MICROS;
    if (gained >= missing) {
      fill();
    } else {
      tokensMicros += gained;
      remainder = (int) (rest % MICROS);
    }
  }

  long rateMicros() {
    return rateTokens * MICROS + ratePart;
  }

  long burstMicros() {
    return burstMicros;
  }

  /** What it held when it was last refilled. */
  long tokensMicros() {
    return tokensMicros;
  }

  BucketFigures figures(long nowMicros) {
    Bucket copy = new Bucket(toRecord(), written);
    copy.refill(nowMicros);
    return new BucketFigures(key, copy.tokensMicros, rateMicros(), burstMicros);
  }

  BucketRecord toRecord() {
    return new BucketRecord(
        key, rateMicros(), burstMicros, tokensMicros, remainder, refilledAtMicros, turn, removed);
  }

  private void fill() {
    tokensMicros = burstMicros;
    remainder = 0;
  }

  private void setRate(long rateMicros) {
    rateTokens = rateMicros / MICROS;
    ratePart = (int) (rateMicros % MICROS);
  }
}
