package dev.vez.engine.codec;

import dev.vez.domain.message.Bytes;
import java.util.Map;

/**
 * What a payload holds.
 *
 * @param headers in the order in which they were given; never changed
 * @param body the producer's bytes
 */
public record Content(Map<String, String> headers, Bytes body) {}
