package dev.vez.domain.hash;

import dev.vez.domain.record.RecordType;
import dev.vez.domain.record.StateReader;

/** Counts the digest of a whole store again; it must agree with the one kept incrementally. */
public final class StateDigest {

  private StateDigest() {}

  /** Sum over the hashes of all records. Reads everything. */
  public static Digest recount(StateReader reader) {
    RecordHasher hasher = new RecordHasher();
    Sum sum = new Sum();
    for (RecordType type : RecordType.values()) {
      reader.scan(type, record -> sum.add(hasher.hash(record)));
    }
    return sum.value;
  }

  private static final class Sum {
    private Digest value = Digest.ZERO;

    void add(Digest hash) {
      value = value.plus(hash);
    }
  }
}
