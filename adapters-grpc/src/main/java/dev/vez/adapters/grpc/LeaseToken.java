package dev.vez.adapters.grpc;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import dev.vez.domain.id.LeaseId;
import dev.vez.domain.id.MessageId;
import dev.vez.domain.message.LeasedMessage;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * A lease as clients name it: log index, ordinal and message id, so that whoever has it needs
 * nothing else to settle the message. Big-endian.
 */
final class LeaseToken {

  private static final int BYTES = 28;

  private LeaseToken() {}

  static ByteString of(MessageId message, LeaseId lease) {
    byte[] token = new byte[BYTES];
    ByteBuffer.wrap(token)
        .putLong(lease.index())
        .putInt(lease.ordinal())
        .putLong(message.high())
        .putLong(message.low());
    return UnsafeByteOperations.unsafeWrap(token);
  }

  /** What a token names, none where it is not one. */
  static @Nullable LeasedMessage parse(ByteString token) {
    if (token.size() != BYTES) {
      return null;
    }
    ByteBuffer bytes = token.asReadOnlyByteBuffer();
    long index = bytes.getLong();
    int ordinal = bytes.getInt();
    if (index < 1 || ordinal < 0) {
      return null;
    }
    return new LeasedMessage(
        new MessageId(bytes.getLong(), bytes.getLong()), new LeaseId(index, ordinal));
  }
}
