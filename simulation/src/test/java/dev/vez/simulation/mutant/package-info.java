/** What the mutants are made of: ports and entries that are patched on their way to the engine. */
@NullMarked
package dev.vez.simulation.mutant;

import org.jspecify.annotations.NullMarked;
