/**
 * What a message is made of: immutable bytes, resolved metadata, and the message as a leader hands
 * it to the log.
 */
@NullMarked
package dev.vez.domain.message;

import org.jspecify.annotations.NullMarked;
