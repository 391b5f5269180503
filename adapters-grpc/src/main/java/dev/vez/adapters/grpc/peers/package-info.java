/** The port to the other nodes of a cluster, over a service of its own on their client ports. */
@NullMarked
package dev.vez.adapters.grpc.peers;

import org.jspecify.annotations.NullMarked;
