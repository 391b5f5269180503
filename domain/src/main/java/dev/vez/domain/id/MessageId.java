package dev.vez.domain.id;

import java.util.Optional;
import java.util.UUID;

/**
 * A UUID (version 7 when Vez chose it), kept as two longs.
 *
 * @param high the most significant 64 bits
 * @param low the least significant 64 bits
 */
public record MessageId(long high, long low) implements Comparable<MessageId> {

  private static final int TEXT_LENGTH = 36;

  /** Reads the canonical 36-character form, in either case; anything else is empty. */
  public static Optional<MessageId> parse(String text) {
    if (text.length() != TEXT_LENGTH) {
      return Optional.empty();
    }
    try {
      UUID uuid = UUID.fromString(text);
      MessageId id = new MessageId(uuid.getMostSignificantBits(), uuid.getLeastSignificantBits());
      return id.toString().equalsIgnoreCase(text) ? Optional.of(id) : Optional.empty();
    } catch (IllegalArgumentException notAUuid) {
      return Optional.empty();
    }
  }

  @Override
  public int compareTo(MessageId other) {
    int byHigh = Long.compareUnsigned(high, other.high);
    return byHigh != 0 ? byHigh : Long.compareUnsigned(low, other.low);
  }

  /** The canonical form: 36 characters, lower case, with hyphens. */
  @Override
  public String toString() {
    return new UUID(high, low).toString();
  }
}
