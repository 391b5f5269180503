package dev.vez.adapters.grpc;

import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.Status;

/**
 * How a call ends that was not carried out.
 *
 * @param status its code and text
 * @param trailers its details; belongs to one call, for the transport writes to it
 */
record CallFailure(Status status, Metadata trailers) {

  /** An exception that nobody expected. The client learns nothing of it: it may hold anything. */
  static CallFailure unexpected() {
    return of(Status.INTERNAL, "internal error; the server's log says more");
  }

  static CallFailure tooManyRequests() {
    return of(Status.INTERNAL, "expected one request, but got more");
  }

  static CallFailure noRequest() {
    return of(Status.INTERNAL, "expected a request, but the client sent none");
  }

  /** The transport says how large it may be. A repeat would be as large, so it gets no advice. */
  static CallFailure tooLarge(Status transport) {
    return of(Status.RESOURCE_EXHAUSTED, UserText.of(String.valueOf(transport.getDescription())));
  }

  static CallFailure requestTooLate(long timeoutMillis) {
    return of(
        Status.DEADLINE_EXCEEDED, "expected a request within " + timeoutMillis + " milliseconds");
  }

  /** Ends the call with this failure. */
  void close(ServerCall<?, ?> call) {
    call.close(status, trailers);
  }

  private static CallFailure of(Status status, String description) {
    return new CallFailure(status.withDescription(description), new Metadata());
  }
}
