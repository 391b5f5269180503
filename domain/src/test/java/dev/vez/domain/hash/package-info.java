/** Tests of {@code dev.vez.domain.hash}. */
@NullMarked
package dev.vez.domain.hash;

import org.jspecify.annotations.NullMarked;
