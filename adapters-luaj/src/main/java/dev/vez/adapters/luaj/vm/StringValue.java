package dev.vez.adapters.luaj.vm;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/**
 * A Lua string: bytes, usually UTF-8. Immutable; the array that it was made from must not be
 * written to again.
 *
 * <p>It remembers whether it stood in the script or was made by us. Only such a string may appear
 * in the reason of a failure: any other may hold content of a message.
 */
public final class StringValue implements Value {

  public static final StringValue EMPTY = new StringValue(new byte[0], true);

  /** What a string costs beside its bytes. */
  static final int OVERHEAD_BYTES = 40;

  private final byte[] bytes;
  private final boolean disclosable;
  private int hash;

  private StringValue(byte[] bytes, boolean disclosable) {
    this.bytes = bytes;
    this.disclosable = disclosable;
  }

  /** A string that may hold anything. */
  public static StringValue of(byte[] bytes) {
    return new StringValue(bytes, false);
  }

  /** A string that may hold anything. */
  public static StringValue of(String text) {
    return new StringValue(text.getBytes(StandardCharsets.UTF_8), false);
  }

  /** A string of the script's text or of our own, which its author may see. */
  public static StringValue disclosable(byte[] bytes) {
    return new StringValue(bytes, true);
  }

  /** A string of the script's text or of our own, which its author may see. */
  public static StringValue disclosable(String text) {
    return new StringValue(text.getBytes(StandardCharsets.UTF_8), true);
  }

  /** Its bytes; never written to. */
  public byte[] bytes() {
    return bytes;
  }

  public int length() {
    return bytes.length;
  }

  public boolean isDisclosable() {
    return disclosable;
  }

  /** As text; what is not UTF-8 is replaced. */
  public String text() {
    return new String(bytes, StandardCharsets.UTF_8);
  }

  /** As text, empty if it is not UTF-8. */
  public Optional<String> utf8() {
    try {
      return Optional.of(
          StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString());
    } catch (CharacterCodingException e) {
      return Optional.empty();
    }
  }

  @Override
  public String typeName() {
    return "string";
  }

  @Override
  public boolean equals(Object other) {
    return this == other
        || (other instanceof StringValue string
            && string.bytes.length == bytes.length
            && string.hashCode() == hashCode()
            && Arrays.equals(string.bytes, bytes));
  }

  @Override
  public int hashCode() {
    // Computed twice at worst: threads that share a constant come to the same figure.
    int known = hash;
    if (known == 0) {
      known = Arrays.hashCode(bytes);
      hash = known;
    }
    return known;
  }

  @Override
  public String toString() {
    return text();
  }
}
