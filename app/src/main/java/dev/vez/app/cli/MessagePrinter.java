package dev.vez.app.cli;

import com.google.protobuf.ByteString;
import dev.vez.client.ReceivedMessage;
import java.io.PrintWriter;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/** Prints messages. Payloads that are no printable text appear in Base64, never as they are. */
final class MessagePrinter {

  private final OutputFormat format;
  private final PrintWriter out;

  MessagePrinter(OutputFormat format, PrintWriter out) {
    this.format = format;
    this.out = out;
  }

  void print(ReceivedMessage message) {
    switch (format) {
      case TABLE -> printForPeople(message);
      case JSON -> out.println(Json.of(members(message)));
    }
  }

  private void printForPeople(ReceivedMessage message) {
    out.println(
        message.id()
            + "  key="
            + TerminalText.of(message.fairnessKey())
            + "  attempts="
            + message.attempts());
    new TreeMap<>(message.headers())
        .forEach(
            (name, value) ->
                out.println("  " + TerminalText.of(name) + ": " + TerminalText.of(value)));
    if (message.payload().isEmpty()) {
      out.println("  (no payload)");
    } else if (isText(message.payload())) {
      message.payload().toStringUtf8().lines().forEach(line -> out.println("  " + line));
    } else {
      out.println("  base64:" + base64(message.payload()));
    }
  }

  private static Map<String, Object> members(ReceivedMessage message) {
    Map<String, Object> members = new LinkedHashMap<>();
    members.put("id", message.id());
    members.put("queue", message.queue());
    members.put("fairness_key", message.fairnessKey());
    members.put("weight", message.weight());
    members.put("throttle_keys", message.throttleKeys());
    members.put("attempts", message.attempts());
    members.put("enqueued_at", message.enqueuedAt());
    members.put("leased_at", message.leasedAt());
    members.put("headers", new TreeMap<>(message.headers()));
    if (isText(message.payload())) {
      members.put("payload", message.payload().toStringUtf8());
    } else {
      members.put("payload_base64", base64(message.payload()));
    }
    return members;
  }

  /** UTF-8 without control characters other than tabs and line ends. */
  private static boolean isText(ByteString payload) {
    return payload.isValidUtf8()
        && payload
            .toStringUtf8()
            .chars()
            .allMatch(c -> c == '\n' || c == '\r' || c == '\t' || !Character.isISOControl(c));
  }

  private static String base64(ByteString payload) {
    return Base64.getEncoder().encodeToString(payload.toByteArray());
  }
}
