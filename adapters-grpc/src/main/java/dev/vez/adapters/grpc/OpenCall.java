package dev.vez.adapters.grpc;

/**
 * A call of ours that has not ended. {@link OpenCalls} calls these methods on threads of its own,
 * while the transport and the engine call others.
 */
interface OpenCall {

  /** Ends the call if it has waited past its deadline. */
  void endIfOverdue(long nowNanos);

  /** The server drains: ends the call unless it is being carried out and will be answered. */
  void drain();

  /** The server stops now: ends the call in any case. */
  void abandon();
}
