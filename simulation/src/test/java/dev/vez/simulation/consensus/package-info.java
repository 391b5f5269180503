/** Holds the simulated consensus library to the contracts that the real ones keep. */
@NullMarked
package dev.vez.simulation.consensus;

import org.jspecify.annotations.NullMarked;
