package dev.vez.domain.message;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Objects;

/**
 * An immutable slice of a byte array. The array is shared, not copied: whoever wraps an array gives
 * it up and never writes to it again.
 */
public final class Bytes {

  public static final Bytes EMPTY = new Bytes(new byte[0], 0, 0);

  private final byte[] array;
  private final int offset;
  private final int length;

  private Bytes(byte[] array, int offset, int length) {
    this.array = array;
    this.offset = offset;
    this.length = length;
  }

  /** Wraps a whole array without copying it. */
  public static Bytes wrap(byte[] array) {
    return new Bytes(array, 0, array.length);
  }

  /** Wraps {@code length} bytes from {@code offset} without copying them. */
  public static Bytes wrap(byte[] array, int offset, int length) {
    Objects.checkFromIndexSize(offset, length, array.length);
    return new Bytes(array, offset, length);
  }

  /** Number of bytes. */
  public int size() {
    return length;
  }

  /** The byte at {@code index}, counted from the start of this slice. */
  public byte at(int index) {
    Objects.checkIndex(index, length);
    return array[offset + index];
  }

  /** The shared array behind this slice; never write to it. */
  public byte[] array() {
    return array;
  }

  /** Where this slice starts in {@link #array()}. */
  public int offset() {
    return offset;
  }

  /** A read-only view. */
  public ByteBuffer asByteBuffer() {
    return ByteBuffer.wrap(array, offset, length).slice().asReadOnlyBuffer();
  }

  /** A fresh copy that the caller owns. */
  public byte[] toByteArray() {
    return Arrays.copyOfRange(array, offset, offset + length);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Bytes that
        && Arrays.equals(
            array, offset, offset + length, that.array, that.offset, that.offset + that.length);
  }

  @Override
  public int hashCode() {
    int hash = 1;
    for (int i = offset; i < offset + length; i++) {
      hash = 31 * hash + array[i];
    }
    return hash;
  }

  /** The size only: payloads never appear in a text. */
  @Override
  public String toString() {
    return length + " bytes";
  }
}
