package dev.vez.app.cli;

import dev.vez.client.BrokerAddress;
import dev.vez.client.ClientOptions;
import dev.vez.client.VezClient;
import dev.vez.client.VezException;
import io.grpc.Status;
import java.time.Duration;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.logging.Level;
import java.util.logging.Logger;

/** A connection to the broker for the length of one command. Failures are told for people. */
final class BrokerSession implements AutoCloseable {

  private static final ClientOptions OPTIONS =
      new ClientOptions(
          Duration.ofSeconds(5), Duration.ofSeconds(30), ClientOptions.DEFAULT.maxMessageBytes());

  private final BrokerAddress address;
  private final VezClient client;

  private BrokerSession(BrokerAddress address, VezClient client) {
    this.address = address;
    this.client = client;
  }

  /**
   * Connects.
   *
   * @throws CommandFailure if no broker answers within 5 seconds, or a file cannot be read
   */
  static BrokerSession open(BrokerOptions options) {
    // What gRPC would log, this command tells in its own words.
    Logger.getLogger("").setLevel(Level.OFF);
    BrokerAddress address = options.address();
    ClientOptions clientOptions = options.client(OPTIONS);
    BrokerSession session = new BrokerSession(address, connect(address, clientOptions));
    try {
      session.await(session.client.connect());
    } catch (CommandFailure failure) {
      session.close();
      throw failure;
    }
    return session;
  }

  private static VezClient connect(BrokerAddress address, ClientOptions options) {
    try {
      return VezClient.of(address, options);
    } catch (IllegalArgumentException unreadable) {
      throw new CommandFailure(String.valueOf(unreadable.getMessage()), unreadable);
    }
  }

  VezClient client() {
    return client;
  }

  /**
   * Waits for an answer.
   *
   * @throws CommandFailure if the call failed
   */
  <T> T await(CompletionStage<T> answer) {
    try {
      return answer.toCompletableFuture().join();
    } catch (CompletionException failure) {
      throw switch (failure.getCause()) {
        case CommandFailure told -> told;
        case VezException told -> new CommandFailure(textOf(told), told);
        case null, default -> failure;
      };
    }
  }

  @Override
  public void close() {
    client.close();
  }

  private String textOf(VezException failure) {
    if (failure.isUnreachable()) {
      return "no broker answers at "
          + address
          + (address.secure()
              ? ", or its certificate is not one to believe (see --tls-ca-cert)"
              : "; start one with \"vez server\", or name another with --addr");
    }
    if (failure.code() == Status.Code.DEADLINE_EXCEEDED) {
      return "the broker at "
          + address
          + " did not answer within "
          + OPTIONS.callTimeout().toSeconds()
          + " s; the call may still be carried out";
    }
    if (failure.code() == Status.Code.UNIMPLEMENTED) {
      return "the broker at " + address + " does not support this call";
    }
    String text = failure.getMessage();
    return text == null ? failure.code().name() : text;
  }
}
