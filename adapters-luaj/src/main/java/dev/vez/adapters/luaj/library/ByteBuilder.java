package dev.vez.adapters.luaj.library;

import dev.vez.adapters.luaj.vm.Meter;
import dev.vez.adapters.luaj.vm.StringValue;
import java.util.Arrays;

/** Builds a string, paying for its growth. */
final class ByteBuilder {

  private static final int START_BYTES = 64;

  private final Meter meter;
  private byte[] bytes = new byte[START_BYTES];
  private int size;

  ByteBuilder(Meter meter) {
    this.meter = meter;
    meter.allocate(START_BYTES);
  }

  void append(byte value) {
    reserve(1);
    bytes[size++] = value;
  }

  void append(StringValue string) {
    append(string.bytes(), 0, string.length());
  }

  void append(byte[] source, int from, int length) {
    reserve(length);
    meter.pass(length);
    System.arraycopy(source, from, bytes, size, length);
    size += length;
  }

  /** Appends text that is ASCII. */
  void append(String text) {
    reserve(text.length());
    for (int at = 0; at < text.length(); at++) {
      bytes[size++] = (byte) text.charAt(at);
    }
  }

  void repeat(byte value, int times) {
    reserve(times);
    Arrays.fill(bytes, size, size + times, value);
    size += times;
  }

  /** What was appended; nothing may be appended after that. */
  StringValue toStringValue() {
    meter.allocate(size);
    StringValue string = StringValue.of(Arrays.copyOf(bytes, size));
    meter.release(bytes.length);
    return string;
  }

  private void reserve(int more) {
    long needed = (long) size + more;
    if (needed > bytes.length) {
      long capacity = Math.max(needed, 2L * bytes.length);
      meter.allocate(capacity - bytes.length);
      bytes = Arrays.copyOf(bytes, Math.toIntExact(capacity));
    }
  }
}
