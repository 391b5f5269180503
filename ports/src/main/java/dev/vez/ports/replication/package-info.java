/** Outbound port to the consensus library: one log per group. */
@NullMarked
package dev.vez.ports.replication;

import org.jspecify.annotations.NullMarked;
