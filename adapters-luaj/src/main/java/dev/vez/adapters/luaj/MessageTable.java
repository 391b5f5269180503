package dev.vez.adapters.luaj;

import dev.vez.adapters.luaj.vm.Meter;
import dev.vez.adapters.luaj.vm.NumberValue;
import dev.vez.adapters.luaj.vm.StringValue;
import dev.vez.adapters.luaj.vm.TableValue;
import dev.vez.ports.scheduling.EnqueueHook;
import dev.vez.ports.scheduling.FailureHook;
import java.util.Map;

/** Makes the {@code msg} that a script gets. The strings in it are not paid for by the script. */
final class MessageTable {

  private static final StringValue HEADERS = StringValue.disclosable("headers");
  private static final StringValue PAYLOAD_SIZE = StringValue.disclosable("payload_size");
  private static final StringValue QUEUE = StringValue.disclosable("queue");

  private static final StringValue ID = StringValue.disclosable("id");
  private static final StringValue ATTEMPTS = StringValue.disclosable("attempts");
  private static final StringValue ERROR = StringValue.disclosable("error");

  private static final int FIELDS_OF_ENQUEUE = 3;
  private static final int FIELDS_OF_FAILURE = 5;

  private MessageTable() {}

  static TableValue forEnqueue(Meter meter, EnqueueHook.Input input) {
    TableValue headers = headers(meter, input.headers());
    TableValue message = TableValue.withRoomFor(meter, FIELDS_OF_ENQUEUE);
    message.set(HEADERS, headers);
    message.set(PAYLOAD_SIZE, NumberValue.of(input.payloadSize()));
    message.set(QUEUE, StringValue.of(input.queue()));
    return message;
  }

  static TableValue forFailure(Meter meter, FailureHook.Input input) {
    TableValue headers = headers(meter, input.headers());
    TableValue message = TableValue.withRoomFor(meter, FIELDS_OF_FAILURE);
    message.set(HEADERS, headers);
    message.set(ID, StringValue.of(input.id().toString()));
    message.set(ATTEMPTS, NumberValue.of(input.attempts()));
    message.set(QUEUE, StringValue.of(input.queue()));
    message.set(ERROR, StringValue.of(input.error()));
    return message;
  }

  private static TableValue headers(Meter meter, Map<String, String> all) {
    TableValue headers = TableValue.withRoomFor(meter, all.size());
    for (Map.Entry<String, String> header : all.entrySet()) {
      headers.set(StringValue.of(header.getKey()), StringValue.of(header.getValue()));
    }
    return headers;
  }
}
