/**
 * What clients do: producers, consumers of every character, and administrators, drawn anew for each
 * seed. They speak to a node through a {@link dev.vez.simulation.workload.Gateway}, which stands
 * where the transport does and takes down every call, answer and delivery.
 */
@NullMarked
package dev.vez.simulation.workload;

import org.jspecify.annotations.NullMarked;
