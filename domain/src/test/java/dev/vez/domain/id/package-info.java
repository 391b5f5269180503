/** Tests of {@code dev.vez.domain.id}. */
@NullMarked
package dev.vez.domain.id;

import org.jspecify.annotations.NullMarked;
