package dev.vez.adapters.grpc;

import com.google.protobuf.ByteOutput;
import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import dev.vez.domain.message.Bytes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** Moves payloads between the wire types and ours without copying them. */
final class Payloads {

  private Payloads() {}

  /**
   * The same bytes. A field of a message that was parsed from a stream has an array of its own:
   * that array is taken over, for neither side writes to it. Anything else is copied, so that a
   * small payload never keeps a large buffer alive.
   */
  static Bytes fromWire(ByteString payload) {
    if (payload.isEmpty()) {
      return Bytes.EMPTY;
    }
    OwnArray own = new OwnArray(payload.size());
    try {
      UnsafeByteOperations.unsafeWriteTo(payload, own);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return Bytes.wrap(own.array == null ? payload.toByteArray() : own.array);
  }

  /**
   * The same bytes, which keep alive whatever array they are part of: for payloads that are soon
   * written elsewhere.
   */
  static Bytes sharedFromWire(ByteString payload) {
    if (payload.isEmpty()) {
      return Bytes.EMPTY;
    }
    AnyArray shared = new AnyArray();
    try {
      UnsafeByteOperations.unsafeWriteTo(payload, shared);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return shared.part.size() == payload.size() ? shared.part : Bytes.wrap(payload.toByteArray());
  }

  /** The same bytes, which share the array of {@code payload}. */
  static ByteString toWire(Bytes payload) {
    return UnsafeByteOperations.unsafeWrap(payload.array(), payload.offset(), payload.size());
  }

  /** Takes note of the one array behind a byte string, if it is in one. */
  private static final class AnyArray extends ByteOutput {
    private Bytes part = Bytes.EMPTY;

    @Override
    public void writeLazy(byte[] value, int offset, int length) {
      part = Bytes.wrap(value, offset, length);
    }

    @Override
    public void writeLazy(ByteBuffer value) {}

    @Override
    public void write(byte value) {}

    @Override
    public void write(byte[] value, int offset, int length) {}

    @Override
    public void write(ByteBuffer value) {}
  }

  /** Takes note of the array behind a byte string, if it holds that string and nothing else. */
  private static final class OwnArray extends ByteOutput {
    private final int size;
    private byte @Nullable [] array;

    OwnArray(int size) {
      this.size = size;
    }

    @Override
    public void writeLazy(byte[] value, int offset, int length) {
      if (offset == 0 && length == size && value.length == size) {
        array = value;
      }
    }

    @Override
    public void writeLazy(ByteBuffer value) {}

    @Override
    public void write(byte value) {}

    @Override
    public void write(byte[] value, int offset, int length) {}

    @Override
    public void write(ByteBuffer value) {}
  }
}
