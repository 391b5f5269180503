package dev.vez.app.cli;

import dev.vez.client.BrokerAddress;
import dev.vez.client.ClientOptions;
import dev.vez.client.TlsOptions;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * Options of every command that calls a broker. They may stand before or after the command, so each
 * level of commands has its own, and what is set further down wins.
 */
public final class BrokerOptions {

  private static final String DEFAULT_ADDRESS = "http://localhost:5555";

  @Spec(Spec.Target.MIXEE)
  private @Nullable CommandSpec command;

  @Option(
      names = "--addr",
      paramLabel = "URL",
      description = "The broker to call (default: " + DEFAULT_ADDRESS + ").")
  private @Nullable String address;

  @Option(
      names = "--output",
      paramLabel = "FORMAT",
      description = "How to print results: table or json (default: table).")
  private @Nullable OutputFormat format;

  @Option(names = "--tls", description = "Encrypt the connection; https:// in --addr does as well.")
  private boolean tls;

  @Option(
      names = "--tls-ca-cert",
      paramLabel = "FILE",
      description =
          "PEM file of the authorities to believe (default: those of Java); implies --tls.")
  private @Nullable Path caCertificates;

  @Option(
      names = "--tls-cert",
      paramLabel = "FILE",
      description =
          "PEM file of the certificate to show the broker, with --tls-key; implies --tls.")
  private @Nullable Path certificate;

  @Option(names = "--tls-key", paramLabel = "FILE", description = "PEM file of its private key.")
  private @Nullable Path key;

  @Option(
      names = "--api-key",
      paramLabel = "TOKEN",
      description = "Token that goes with every call.")
  private @Nullable String apiKey;

  /** For picocli, which makes one for each command. */
  public BrokerOptions() {}

  /** Whether any of them was given at this level. */
  boolean isGiven() {
    return address != null
        || format != null
        || apiKey != null
        || tls
        || caCertificates != null
        || certificate != null
        || key != null;
  }

  /** These, and where they say nothing those of {@code outer}. */
  BrokerOptions orElse(BrokerOptions outer) {
    BrokerOptions merged = new BrokerOptions();
    merged.command = command;
    merged.address = address != null ? address : outer.address;
    merged.format = format != null ? format : outer.format;
    merged.tls = tls || outer.tls;
    merged.caCertificates = caCertificates != null ? caCertificates : outer.caCertificates;
    merged.certificate = certificate != null ? certificate : outer.certificate;
    merged.key = key != null ? key : outer.key;
    merged.apiKey = apiKey != null ? apiKey : outer.apiKey;
    return merged;
  }

  BrokerAddress address() {
    try {
      BrokerAddress parsed = BrokerAddress.parse(address == null ? DEFAULT_ADDRESS : address);
      return isEncrypted() ? parsed.secured() : parsed;
    } catch (IllegalArgumentException notAnAddress) {
      throw usageError("--addr: " + notAnAddress.getMessage());
    }
  }

  /** What the client has to know beside the address. */
  ClientOptions client(ClientOptions defaults) {
    ClientOptions options = defaults;
    if (isEncrypted()) {
      if ((certificate == null) != (key == null)) {
        throw usageError("--tls-cert and --tls-key: expected both or none, but got one alone");
      }
      options = options.withTls(new TlsOptions(caCertificates, certificate, key));
    }
    if (apiKey != null) {
      try {
        options = options.withApiKey(apiKey);
      } catch (IllegalArgumentException notAToken) {
        throw usageError("--api-key: " + notAToken.getMessage());
      }
    }
    return options;
  }

  private boolean isEncrypted() {
    return tls || caCertificates != null || certificate != null || key != null;
  }

  OutputFormat format() {
    return format == null ? OutputFormat.TABLE : format;
  }

  private ParameterException usageError(String text) {
    CommandSpec spec = command;
    if (spec == null) {
      throw new IllegalStateException("Used before the command line was parsed");
    }
    CommandLine line = spec.commandLine();
    return new ParameterException(line, text);
  }
}
