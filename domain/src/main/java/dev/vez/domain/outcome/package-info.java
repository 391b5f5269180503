/** Answers to commands. A refusal is an outcome like any other; it is never an exception. */
@NullMarked
package dev.vez.domain.outcome;

import org.jspecify.annotations.NullMarked;
