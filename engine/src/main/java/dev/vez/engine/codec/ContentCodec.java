package dev.vez.engine.codec;

import dev.vez.domain.message.Bytes;
import dev.vez.engine.codec.proto.MessageContent;
import dev.vez.engine.codec.proto.MessageHeader;
import java.io.IOException;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Headers and body of a message as one payload, which is opaque to the state machine and the store.
 */
public final class ContentCodec {

  private ContentCodec() {}

  /** The payload of a message. */
  public static Bytes encode(Map<String, String> headers, Bytes body) {
    MessageContent.Builder content = MessageContent.newBuilder().setBody(Wire.shared(body));
    headers.forEach(
        (name, value) ->
            content.addHeaders(MessageHeader.newBuilder().setName(name).setValue(value)));
    return Bytes.wrap(content.build().toByteArray());
  }

  /**
   * Reads a payload. The body shares its bytes.
   *
   * @throws IllegalStateException if it is not one that {@link #encode} has made
   */
  public static Content decode(Bytes payload) {
    MessageContent content;
    try {
      content = MessageContent.parseFrom(Wire.sharing(payload));
    } catch (IOException malformed) {
      throw new IllegalStateException(
          "Expected a payload of headers and body, but its " + payload.size() + " bytes are not",
          malformed);
    }
    return new Content(headersOf(content), Wire.shared(content.getBody()));
  }

  private static Map<String, String> headersOf(MessageContent content) {
    if (content.getHeadersCount() == 0) {
      return Map.of();
    }
    Map<String, String> headers = LinkedHashMap.newLinkedHashMap(content.getHeadersCount());
    for (MessageHeader header : content.getHeadersList()) {
      headers.put(header.getName(), header.getValue());
    }
    return Collections.unmodifiableMap(headers);
  }
}
