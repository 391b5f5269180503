package dev.vez.adapters.rocksdb;

import dev.vez.domain.message.Bytes;
import dev.vez.ports.recovery.AppliedPosition;
import java.nio.ByteBuffer;

/**
 * The row that every store has, and that every batch writes.
 *
 * @param group the group whose state it is
 * @param position the last entry in it
 */
record Header(int group, AppliedPosition position) {

  /** Version of the keys and tables. Rows have a version of their own. */
  private static final int FORMAT = 1;

  private static final int BODY_BYTES = 2 * Integer.BYTES + 2 * Long.BYTES;
  private static final byte[] KEY = {Tags.HEADER};

  /** Bytes of its value. */
  static final int VALUE_BYTES = BODY_BYTES + Seal.BYTES;

  /** Its key in {@link Table#STATE}. */
  static byte[] key() {
    return KEY.clone();
  }

  /** Writes its value. */
  void put(ByteBuffer value) {
    Seal.begin(value);
    value.putInt(FORMAT).putInt(group).putLong(position.index()).putLong(position.term());
    Seal.end(ByteBuffer.wrap(KEY), value);
  }

  /** Reads its value. */
  static Header read(byte[] value) throws DamagedRowException {
    Bytes body = Seal.open(KEY, value);
    var source = ByteBuffer.wrap(body.array(), body.offset(), body.size());
    if (body.size() != BODY_BYTES) {
      throw new DamagedRowException("it has " + body.size() + " bytes");
    }
    int format = source.getInt();
    if (format != FORMAT) {
      throw new DamagedRowException("its format is " + format + ", known is " + FORMAT);
    }
    return new Header(source.getInt(), new AppliedPosition(source.getLong(), source.getLong()));
  }
}
