/** The contract of the port to other nodes, and a network in memory that fulfils it. */
@NullMarked
package dev.vez.ports.peers;

import org.jspecify.annotations.NullMarked;
