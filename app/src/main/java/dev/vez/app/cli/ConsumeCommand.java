package dev.vez.app.cli;

import dev.vez.client.Consumer;
import dev.vez.client.ReceivedMessage;
import dev.vez.client.VezClient;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code vez consume}. */
@Command(
    name = "consume",
    description = "Prints the messages of a queue as they come, each key in its turn.",
    footer = {
      "",
      "Runs until Ctrl-C, or until --count messages were printed. A message is acked once it is",
      "printed, so it is gone; --no-ack leaves it leased until its deadline instead.",
      "",
      "Examples:",
      "  vez consume orders --count 1",
      "  vez consume orders --nack --error 'not today'"
    })
public final class ConsumeCommand extends TopLevelBrokerCommand {

  @Parameters(paramLabel = "QUEUE", description = "Name of the queue.")
  private String queue = "";

  @Option(
      names = "--count",
      paramLabel = "N",
      description = "End after so many messages (default: never).")
  private long count;

  @ArgGroup private Settlement settlement = new Settlement();

  @Option(
      names = "--error",
      paramLabel = "TEXT",
      description = "With --nack: what went wrong, for the queue's on_failure script.")
  private @Nullable String error;

  /** One of three. */
  static final class Settlement {
    @SuppressWarnings("UnusedVariable") // the default, for those who like to say it
    @Option(names = "--ack", description = "Ack each message once it is printed (the default).")
    private boolean ack;

    @Option(names = "--nack", description = "Nack each message once it is printed.")
    private boolean nack;

    @Option(names = "--no-ack", description = "Print only.")
    private boolean none;
  }

  @Override
  void check() {
    if (count < 0) {
      throw usageError("--count: expected 1 or more");
    }
    if (error != null && !settlement.nack) {
      throw usageError("--error: goes with --nack only");
    }
  }

  @Override
  void run(BrokerSession session) {
    Printing printing = new Printing(session.client());
    Consumer consumer = session.client().consume(queue, 1, printing::handle);
    CompletionStage<Void> closed = printing.enough.thenRun(consumer::close);
    Thread onInterrupt = new Thread(() -> consumer.close(), "interrupted");
    Runtime.getRuntime().addShutdownHook(onInterrupt);
    session.await(consumer.ended());
    session.await(closed);
    removeHook(onInterrupt);
  }

  private static void removeHook(Thread hook) {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException stopping) {
      // Ctrl-C has come, and the hook is what ended the stream.
    }
  }

  /** Prints and settles, one message at a time. */
  private final class Printing {
    private final VezClient client;
    private final MessagePrinter printer = new MessagePrinter(format(), out());
    private final CompletableFuture<Void> enough = new CompletableFuture<>();
    private long printed;

    Printing(VezClient client) {
      this.client = client;
    }

    CompletionStage<?> handle(ReceivedMessage message) {
      if (enough.isDone()) {
        return enough;
      }
      printer.print(message);
      if (out().checkError()) {
        // Whoever read our output has gone, as in "vez consume q | head": this one was not read.
        enough.complete(null);
        return enough;
      }
      printed++;
      boolean last = printed == count;
      return settle(message)
          .thenRun(
              () -> {
                if (last) {
                  enough.complete(null);
                }
              });
    }

    private CompletionStage<Void> settle(ReceivedMessage message) {
      if (settlement.none) {
        return CompletableFuture.completedStage(null);
      }
      return settlement.nack
          ? client.nack(queue, message.id(), error == null ? "" : error)
          : client.ack(queue, message.id());
    }
  }
}
