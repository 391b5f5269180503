/**
 * The world that the engine lives in: one queue of events in virtual time, one source of chance,
 * nodes that crash, stores that fail, clocks that jump and a network that loses things.
 */
@NullMarked
package dev.vez.simulation.world;

import org.jspecify.annotations.NullMarked;
