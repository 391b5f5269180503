/**
 * Bytes of log entries and of payloads, in protobuf. Payload bytes are shared between an entry and
 * what is decoded from it, not copied.
 */
@NullMarked
package dev.vez.engine.codec;

import org.jspecify.annotations.NullMarked;
