package dev.vez.client;

import io.grpc.ClientStreamTracer;
import io.grpc.Metadata;

/** Sees whether anything of a call has left this process. */
final class Departure extends ClientStreamTracer.Factory {

  private volatile boolean left;

  /** Whether a broker may have got something. */
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
