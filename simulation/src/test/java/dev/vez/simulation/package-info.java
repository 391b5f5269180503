/**
 * Runs the simulation: that it repeats itself, that it passes, and that it finds what is broken.
 */
@NullMarked
package dev.vez.simulation;

import org.jspecify.annotations.NullMarked;
