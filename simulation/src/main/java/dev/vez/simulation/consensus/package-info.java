/**
 * A consensus library on which clusters are simulated: Raft (Ongaro and Ousterhout, 2014) with
 * leader transfer, changes of one member at a time, snapshots, and every fault that the port allows
 * a library. It is what the engine is tested on, so it does nothing that the port forbids.
 */
@NullMarked
package dev.vez.simulation.consensus;

import org.jspecify.annotations.NullMarked;
