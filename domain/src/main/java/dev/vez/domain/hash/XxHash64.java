package dev.vez.domain.hash;

import dev.vez.domain.message.Bytes;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * XXH64 with seed 0, for payloads. Algorithm: Yann Collet, "xxHash fast digest algorithm", format
 * specification 0.1.1.
 */
public final class XxHash64 {

  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final VarHandle INTS =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

  private static final long PRIME_1 = 0x9E3779B185EBCA87L;
  private static final long PRIME_2 = 0xC2B2AE3D27D4EB4FL;
  private static final long PRIME_3 = 0x165667B19E3779F9L;
  private static final long PRIME_4 = 0x85EBCA77C2B2AE63L;
  private static final long PRIME_5 = 0x27D4EB2F165667C5L;

  /** {@code PRIME_1 + PRIME_2} modulo 2^64. */
  private static final long LANE_1_START = 0x60EA27EEADC0B5D6L;

  private static final int STRIPE_BYTES = 32;

  private XxHash64() {}

  /** Hash of all bytes. */
  public static long of(Bytes bytes) {
    byte[] array = bytes.array();
    int at = bytes.offset();
    int end = at + bytes.size();
    long hash;
    if (bytes.size() >= STRIPE_BYTES) {
      long lane1 = LANE_1_START;
      long lane2 = PRIME_2;
      long lane3 = 0;
      long lane4 = -PRIME_1;
      for (; at <= end - STRIPE_BYTES; at += STRIPE_BYTES) {
        lane1 = round(lane1, longAt(array, at));
        lane2 = round(lane2, longAt(array, at + 8));
        lane3 = round(lane3, longAt(array, at + 16));
        lane4 = round(lane4, longAt(array, at + 24));
      }
      hash =
          Long.rotateLeft(lane1, 1)
              + Long.rotateLeft(lane2, 7)
              + Long.rotateLeft(lane3, 12)
              + Long.rotateLeft(lane4, 18);
      hash = merge(hash, lane1);
      hash = merge(hash, lane2);
      hash = merge(hash, lane3);
      hash = merge(hash, lane4);
    } else {
      hash = PRIME_5;
    }
    return finish(hash + bytes.size(), array, at, end);
  }

  private static long finish(long start, byte[] array, int from, int end) {
    long hash = start;
    int at = from;
    for (; at <= end - 8; at += 8) {
      hash ^= round(0, longAt(array, at));
      hash = Long.rotateLeft(hash, 27) * PRIME_1 + PRIME_4;
    }
    if (at <= end - 4) {
      hash ^= ((int) INTS.get(array, at) & 0xFFFFFFFFL) * PRIME_1;
      hash = Long.rotateLeft(hash, 23) * PRIME_2 + PRIME_3;
      at += 4;
    }
    for (; at < end; at++) {
      hash ^= (array[at] & 0xFF) * PRIME_5;
      hash = Long.rotateLeft(hash, 11) * PRIME_1;
    }
    hash ^= hash >>> 33;
    hash *= PRIME_2;
    hash ^= hash >>> 29;
    hash *= PRIME_3;
    return hash ^ (hash >>> 32);
  }

  private static long longAt(byte[] array, int at) {
    return (long) LONGS.get(array, at);
  }

  private static long round(long lane, long input) {
    return Long.rotateLeft(lane + input * PRIME_2, 31) * PRIME_1;
  }

  private static long merge(long hash, long lane) {
    return (hash ^ round(0, lane)) * PRIME_1 + PRIME_4;
  }
}
