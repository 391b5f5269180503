package dev.vez.adapters.grpc;

import io.grpc.Context;

/**
 * How long the server lets a call wait. Where the client has set a deadline, that one counts, and
 * the transport sees to it.
 *
 * @param isSet whether the server limits this call
 * @param atNanos when it has waited for too long, in monotonic nanoseconds
 */
record CallDeadline(boolean isSet, long atNanos) {

  /** The server does not limit the call. */
  static final CallDeadline NONE = new CallDeadline(false, 0);

  /** For the call that begins on this thread now. */
  static CallDeadline after(long nowNanos, long timeoutNanos) {
    return Context.current().getDeadline() == null
        ? new CallDeadline(true, nowNanos + timeoutNanos)
        : NONE;
  }

  boolean isOver(long nowNanos) {
    return isSet && nowNanos - atNanos >= 0;
  }
}
