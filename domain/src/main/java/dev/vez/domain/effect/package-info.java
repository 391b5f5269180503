/**
 * What a leader does after an entry is durable. Effects may be lost with the leader; mutations may
 * not.
 */
@NullMarked
package dev.vez.domain.effect;

import org.jspecify.annotations.NullMarked;
