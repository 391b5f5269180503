package dev.vez.ports.api;

import dev.vez.domain.message.Bytes;
import java.util.Map;

/**
 * A message to be accepted.
 *
 * @param queue name of the queue
 * @param headers of the message
 * @param body the payload
 * @param origin identifies the connection; requests of one origin are proposed in arrival order
 */
public record EnqueueRequest(String queue, Map<String, String> headers, Bytes body, long origin) {}
