package dev.vez.engine.codec;

import com.google.protobuf.ByteOutput;
import com.google.protobuf.ByteString;
import com.google.protobuf.CodedInputStream;
import com.google.protobuf.UnsafeByteOperations;
import dev.vez.domain.message.Bytes;
import dev.vez.engine.codec.proto.Position;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;

/** What encoding and decoding share: bytes without copies, and positions. */
final class Wire {

  private Wire() {}

  /** Shares the array; neither side ever writes to it. */
  static ByteString shared(Bytes bytes) {
    return UnsafeByteOperations.unsafeWrap(bytes.array(), bytes.offset(), bytes.size());
  }

  /** A reader whose byte strings share the array. */
  static CodedInputStream sharing(Bytes bytes) {
    CodedInputStream input = shared(bytes).newCodedInput();
    input.enableAliasing(true);
    return input;
  }

  /** Shares the array behind a byte string that has one, and copies any other. */
  static Bytes shared(ByteString bytes) {
    ArrayCapture capture = new ArrayCapture();
    try {
      UnsafeByteOperations.unsafeWriteTo(bytes, capture);
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
    return capture.isWhole(bytes.size()) ? capture.captured : Bytes.wrap(bytes.toByteArray());
  }

  static Position position(long index, int ordinal) {
    return Position.newBuilder().setIndex(index).setOrdinal(ordinal).build();
  }

  /** Notes the one array that a byte string consists of. */
  private static final class ArrayCapture extends ByteOutput {

    private Bytes captured = Bytes.EMPTY;

    boolean isWhole(int size) {
      return captured.size() == size;
    }

    @Override
    public void writeLazy(byte[] value, int offset, int length) {
      captured = Bytes.wrap(value, offset, length);
    }

    // The other ways belong to byte strings that are not one array; they are copied.

    @Override
    public void write(byte value) {}

    @Override
    public void write(byte[] value, int offset, int length) {}

    @Override
    public void write(ByteBuffer value) {}

    @Override
    public void writeLazy(ByteBuffer value) {}
  }
}
