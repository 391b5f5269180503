/** The replication port for a node alone: what is proposed is committed, in order, at once. */
@NullMarked
package dev.vez.engine.local;

import org.jspecify.annotations.NullMarked;
