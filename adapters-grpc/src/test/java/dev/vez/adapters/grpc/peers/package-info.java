@NullMarked
package dev.vez.adapters.grpc.peers;

import org.jspecify.annotations.NullMarked;
