package dev.vez.client;

import io.grpc.ChannelCredentials;
import io.grpc.TlsChannelCredentials;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * How a connection is encrypted. Files are in PEM.
 *
 * @param caCertificates whom to believe that it is the broker, none for those that Java believes
 * @param certificate what this client shows of itself, none where brokers do not ask
 * @param key private key of the certificate; both or none
 */
public record TlsOptions(
    @Nullable Path caCertificates, @Nullable Path certificate, @Nullable Path key) {

  /** Believes whom Java believes, and shows nothing of itself. */
  public static final TlsOptions DEFAULT = new TlsOptions(null, null, null);

  public TlsOptions {
    if ((certificate == null) != (key == null)) {
      throw new IllegalArgumentException("Expected a certificate with its key, but got one alone");
    }
  }

  /**
   * Reads the files.
   *
   * @throws IllegalArgumentException if one cannot be read, or is not what it should be
   */
  ChannelCredentials credentials() {
    TlsChannelCredentials.Builder credentials = TlsChannelCredentials.newBuilder();
    if (caCertificates != null) {
      try {
        credentials.trustManager(caCertificates.toFile());
      } catch (IOException e) {
        throw new IllegalArgumentException("cannot read " + caCertificates + ": " + e, e);
      }
    }
    if (certificate != null && key != null) {
      try {
        credentials.keyManager(certificate.toFile(), key.toFile());
      } catch (IOException e) {
        throw new IllegalArgumentException(
            "cannot read " + certificate + " and " + key + ": " + e, e);
      }
    }
    return credentials.build();
  }
}
