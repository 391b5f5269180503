package dev.vez.adapters.luaj;

import dev.vez.adapters.luaj.vm.Meter;
import dev.vez.adapters.luaj.vm.NumberValue;
import dev.vez.adapters.luaj.vm.StringValue;
import dev.vez.adapters.luaj.vm.TableValue;
import dev.vez.ports.scheduling.EnqueueHook;
import java.util.Map;

/** Makes the {@code msg} that a script gets. The strings in it are not paid for by the script. */
final class MessageTable {

  private static final StringValue HEADERS = StringValue.disclosable("headers");
  private static final StringValue PAYLOAD_SIZE = StringValue.disclosable("payload_size");
  private static final StringValue QUEUE = StringValue.disclosable("queue");

  private static final int FIELDS = 3;

  private MessageTable() {}

  static TableValue forEnqueue(Meter meter, EnqueueHook.Input input) {
    TableValue headers = TableValue.withRoomFor(meter, input.headers().size());
    for (Map.Entry<String, String> header : input.headers().entrySet()) {
      headers.set(StringValue.of(header.getKey()), StringValue.of(header.getValue()));
    }
    TableValue message = TableValue.withRoomFor(meter, FIELDS);
    message.set(HEADERS, headers);
    message.set(PAYLOAD_SIZE, NumberValue.of(input.payloadSize()));
    message.set(QUEUE, StringValue.of(input.queue()));
    return message;
  }
}
