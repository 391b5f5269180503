package dev.vez.app.cli;

import com.google.protobuf.ByteString;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code vez enqueue}. */
@Command(
    name = "enqueue",
    description = "Sends a message and prints its id once it is durable.",
    footer = {"", "Example: vez enqueue orders 'hello' --header tenant=acme"})
public final class EnqueueCommand extends TopLevelBrokerCommand {

  /** Calls under way at once where many copies are sent. */
  private static final int PIPELINE = 256;

  @Parameters(index = "0", paramLabel = "QUEUE", description = "Name of the queue.")
  private String queue = "";

  @Parameters(
      index = "1",
      arity = "0..1",
      paramLabel = "PAYLOAD",
      description = "The payload, as text.")
  private @Nullable String text;

  @Option(
      names = "--file",
      paramLabel = "FILE",
      description = "Take the payload from a file instead; - for standard input.")
  private @Nullable Path file;

  @Option(
      names = "--header",
      paramLabel = "NAME=VALUE",
      description = "A header; may be given many times.")
  private Map<String, String> headers = new LinkedHashMap<>();

  @Option(names = "--count", paramLabel = "N", description = "Send so many copies (default: 1).")
  private int count = 1;

  @Override
  void check() {
    if ((text == null) == (file == null)) {
      throw usageError("expected either PAYLOAD or --file FILE (- for standard input)");
    }
    if (count < 1) {
      throw usageError("--count: expected 1 or more");
    }
  }

  @Override
  void run(BrokerSession session) {
    ByteString payload = payload();
    Queue<CompletionStage<String>> underWay = new ArrayDeque<>();
    for (int sent = 0; sent < count; sent++) {
      if (underWay.size() == PIPELINE) {
        printNext(session, underWay);
      }
      underWay.add(session.client().enqueue(queue, headers, payload));
    }
    while (!underWay.isEmpty()) {
      printNext(session, underWay);
    }
  }

  private void printNext(BrokerSession session, Queue<CompletionStage<String>> underWay) {
    String id = session.await(underWay.remove());
    print(id, Map.of("message_id", id));
  }

  private ByteString payload() {
    Path from = file;
    if (from == null) {
      return ByteString.copyFromUtf8(text == null ? "" : text);
    }
    boolean standardInput = from.toString().equals("-");
    try (InputStream in = standardInput ? System.in : Files.newInputStream(from)) {
      return ByteString.readFrom(in);
    } catch (IOException e) {
      throw new CommandFailure("cannot read the payload from " + from + ": " + e, e);
    }
  }
}
