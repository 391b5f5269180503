/** The contract that every adapter of the replication port must keep. */
@NullMarked
package dev.vez.ports.replication;

import org.jspecify.annotations.NullMarked;
