package dev.vez.app.cli;

import dev.vez.client.Consumer;
import dev.vez.client.Delivery;
import dev.vez.client.SettleResult;
import dev.vez.client.SubscribeOptions;
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

  /** Messages that may be here at once, printed and not settled or yet to be printed. */
  private static final int PREFETCH = 64;

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
    Printing printing = new Printing();
    Consumer consumer = session.client().subscribe(queue, options(), printing::handle);
    CompletionStage<Void> closed = printing.enough.whenComplete((_, _) -> consumer.close());
    Thread onInterrupt = new Thread(consumer::close, "interrupted");
    Runtime.getRuntime().addShutdownHook(onInterrupt);
    session.await(consumer.ended());
    if (printing.enough.isDone()) {
      session.await(closed);
    }
    removeHook(onInterrupt);
  }

  /** What was sent ahead and not printed goes back at the end, with no attempt counted. */
  private SubscribeOptions options() {
    SubscribeOptions options =
        SubscribeOptions.DEFAULT.withLimit(count).withReconnects(false).withPrefetch(PREFETCH);
    if (!settlement.none) {
      return options.withSettling(SubscribeOptions.Settling.BY_HANDLER);
    }
    // One at a time: those that are not printed should not stay leased with the others.
    return options
        .withSettling(SubscribeOptions.Settling.NOBODY)
        .withKeptLeases(true)
        .withPrefetch(1);
  }

  private static void removeHook(Thread hook) {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException stopping) {
      // Ctrl-C has come, and the hook is what ended the stream.
    }
  }

  /** Prints and settles, one message after the other. */
  private final class Printing {
    private final MessagePrinter printer = new MessagePrinter(format(), out());

    /**
     * Completes where the end is to come before {@code --count}, and fails with what went wrong.
     */
    private final CompletableFuture<Void> enough = new CompletableFuture<>();

    void handle(Delivery delivery) {
      if (enough.isDone()) {
        return;
      }
      printer.print(delivery.message());
      if (out().checkError()) {
        // Whoever read our output has gone, as in "vez consume q | head": this one was not read.
        CompletableFuture<Void> _ = enough.completeAsync(() -> null);
        return;
      }
      if (settlement.none) {
        return;
      }
      CompletionStage<SettleResult> _ =
          settle(delivery)
              .whenComplete(
                  (result, failure) -> {
                    if (failure != null) {
                      CompletableFuture<Void> _ =
                          CompletableFuture.runAsync(() -> enough.completeExceptionally(failure));
                    } else if (result != SettleResult.SETTLED) {
                      warnOf(delivery);
                    }
                  });
    }

    private CompletionStage<SettleResult> settle(Delivery delivery) {
      return settlement.nack ? delivery.nack(error == null ? "" : error) : delivery.ack();
    }

    private void warnOf(Delivery delivery) {
      err()
          .println(
              "Warning: the lease of "
                  + delivery.message().id()
                  + " had ended before it was settled: the message may come again");
    }
  }
}
