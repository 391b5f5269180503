/** Tests of {@code dev.vez.domain.machine}. */
@NullMarked
package dev.vez.domain.machine;

import org.jspecify.annotations.NullMarked;
