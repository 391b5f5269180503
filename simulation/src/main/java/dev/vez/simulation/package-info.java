/**
 * Deterministic simulation: the real engine, state machines and codec on ports' fakes, in one
 * thread and in virtual time, with everything that is left to chance drawn from one seed. {@link
 * dev.vez.simulation.Simulation} is one run, {@link dev.vez.simulation.Exploration} many, {@link
 * dev.vez.simulation.Simulate} the program.
 */
@NullMarked
package dev.vez.simulation;

import org.jspecify.annotations.NullMarked;
