package dev.vez.adapters.grpc.peers;

import io.grpc.Metadata;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import org.jspecify.annotations.Nullable;

/** What the nodes of a cluster know and nobody else: who has it may call as a node. */
public final class ClusterSecret {

  /** Fewest characters that are accepted. */
  public static final int LENGTH_MIN = 16;

  private static final Metadata.Key<String> HEADER =
      Metadata.Key.of("x-vez-cluster-secret", Metadata.ASCII_STRING_MARSHALLER);

  private final String text;
  private final byte[] hash;

  /**
   * A secret.
   *
   * @param text at least {@link #LENGTH_MIN} visible characters of ASCII
   */
  public ClusterSecret(String text) {
    if (text.length() < LENGTH_MIN || !text.chars().allMatch(c -> c > ' ' && c < 0x7f)) {
      throw new IllegalArgumentException(
          "Expected at least " + LENGTH_MIN + " visible characters of ASCII");
    }
    this.text = text;
    this.hash = hash(text);
  }

  void put(Metadata headers) {
    headers.put(HEADER, text);
  }

  /** Takes as long whatever is wrong. */
  boolean isIn(Metadata headers) {
    @Nullable String given = headers.get(HEADER);
    return given != null && MessageDigest.isEqual(hash, hash(given));
  }

  private static byte[] hash(String text) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  /** Never shown. */
  @Override
  public String toString() {
    return "ClusterSecret";
  }
}
