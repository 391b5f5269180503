/** Nodes that form a cluster, and what happens between them. */
@NullMarked
package dev.vez.simulation.cluster;

import org.jspecify.annotations.NullMarked;
