/**
 * The way in for clients: serves {@code fila.v1} over gRPC on top of the use cases in {@code
 * dev.vez.ports.api}. Everything runs on the threads of the transport or of the engine, so nothing
 * here blocks; {@link dev.vez.adapters.grpc.GrpcServer} is the only entrance.
 */
@NullMarked
package dev.vez.adapters.grpc;

import org.jspecify.annotations.NullMarked;
