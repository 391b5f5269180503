/**
 * Identifiers. All but the message id and the consumer id are positions in a log, so they are
 * unique and ordered without a counter that could be lost.
 */
@NullMarked
package dev.vez.domain.id;

import org.jspecify.annotations.NullMarked;
