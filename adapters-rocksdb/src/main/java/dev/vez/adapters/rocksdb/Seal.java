package dev.vez.adapters.rocksdb;

import dev.vez.domain.message.Bytes;
import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/**
 * What stands around the body of a row: a version before it, a checksum after it. The checksum
 * (CRC-32C) covers the key as well, so that a row found under the key of another is noticed too.
 */
final class Seal {

  /** Bytes that it adds to a body. */
  static final int BYTES = 1 + Integer.BYTES;

  private static final byte VERSION = 1;

  private Seal() {}

  /** Writes what comes before a body. */
  static void begin(ByteBuffer value) {
    value.put(VERSION);
  }

  /**
   * Writes what comes after a body.
   *
   * @param key the whole key, from position to limit
   * @param value from zero to its position what {@link #begin} wrote, and the body
   */
  static void end(ByteBuffer key, ByteBuffer value) {
    var crc = new CRC32C();
    crc.update(key.duplicate());
    crc.update(value.duplicate().flip());
    value.putInt((int) crc.getValue());
  }

  /**
   * The body of a row.
   *
   * @throws DamagedRowException if it is not as it was written
   */
  static Bytes open(byte[] key, byte[] value) throws DamagedRowException {
    int bodyBytes = value.length - BYTES;
    if (bodyBytes < 0) {
      throw new DamagedRowException("it is cut off");
    }
    var crc = new CRC32C();
    crc.update(key);
    crc.update(value, 0, 1 + bodyBytes);
    if (ByteBuffer.wrap(value).getInt(1 + bodyBytes) != (int) crc.getValue()) {
      throw new DamagedRowException("its checksum does not match");
    }
    if (value[0] != VERSION) {
      throw new DamagedRowException("its version is " + value[0] + ", known is " + VERSION);
    }
    return Bytes.wrap(value, 1, bodyBytes);
  }
}
