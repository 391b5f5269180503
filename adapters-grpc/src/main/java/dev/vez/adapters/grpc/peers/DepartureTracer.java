package dev.vez.adapters.grpc.peers;

import io.grpc.ClientStreamTracer;
import io.grpc.Metadata;

/** Sees whether anything of a call has left this node. */
final class DepartureTracer extends ClientStreamTracer.Factory {

  private volatile boolean left;

  /** Whether the other node may have got something. */
  boolean hasLeft() {
    return left;
  }

  @Override
  public ClientStreamTracer newClientStreamTracer(
      ClientStreamTracer.StreamInfo info, Metadata headers) {
    return new ClientStreamTracer() {
      @Override
      public void outboundHeaders() {
        left = true;
      }
    };
  }
}
