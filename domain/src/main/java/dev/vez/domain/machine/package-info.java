/**
 * The deterministic state machines: the queue machine of a data group and the catalogue machine of
 * the meta group.
 */
@NullMarked
package dev.vez.domain.machine;

import org.jspecify.annotations.NullMarked;
