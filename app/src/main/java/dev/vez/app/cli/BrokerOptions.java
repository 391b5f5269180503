package dev.vez.app.cli;

import dev.vez.client.BrokerAddress;
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

  /** For picocli, which makes one for each command. */
  public BrokerOptions() {}

  /** Whether any of them was given at this level. */
  boolean isGiven() {
    return address != null || format != null;
  }

  /** These, and where they say nothing those of {@code outer}. */
  BrokerOptions orElse(BrokerOptions outer) {
    BrokerOptions merged = new BrokerOptions();
    merged.command = command;
    merged.address = address != null ? address : outer.address;
    merged.format = format != null ? format : outer.format;
    return merged;
  }

  BrokerAddress address() {
    try {
      return BrokerAddress.parse(address == null ? DEFAULT_ADDRESS : address);
    } catch (IllegalArgumentException notAnAddress) {
      throw usageError("--addr: " + notAnAddress.getMessage());
    }
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
