/**
 * The replication port by Apache Ratis: one Ratis server a process, one of its divisions a group.
 * What the library does differently from the port is set right here, and nowhere else.
 */
@NullMarked
package dev.vez.adapters.ratis;

import org.jspecify.annotations.NullMarked;
