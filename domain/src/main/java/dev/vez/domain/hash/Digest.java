package dev.vez.domain.hash;

/**
 * A 128-bit sum of record hashes. Addition is modulo 2^128, so the order of records does not matter
 * and a record that changes costs one subtraction and one addition.
 *
 * @param high the most significant 64 bits
 * @param low the least significant 64 bits
 */
public record Digest(long high, long low) {

  /** The sum of nothing. */
  public static final Digest ZERO = new Digest(0, 0);

  /** This sum with one more hash or sum in it. */
  public Digest plus(Digest other) {
    long sum = low + other.low;
    long carry = Long.compareUnsigned(sum, low) < 0 ? 1 : 0;
    return new Digest(high + other.high + carry, sum);
  }

  /** This sum without a hash or sum that is in it. */
  public Digest minus(Digest other) {
    long borrow = Long.compareUnsigned(low, other.low) < 0 ? 1 : 0;
    return new Digest(high - other.high - borrow, low - other.low);
  }

  /** 32 hexadecimal digits. */
  @Override
  public String toString() {
    return String.format("%016x%016x", high, low);
  }
}
