package dev.vez.adapters.grpc;

import dev.vez.ports.api.Rejection.InvalidArgument;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.io.InputStream;

/**
 * A request as it came over the wire, understood or not. The transport would answer UNKNOWN to what
 * it cannot parse, and log an exception for each: anybody could fill a disk with that.
 *
 * @param <Q> the request
 */
sealed interface ParsedRequest<Q> {

  /** A request of its type; nothing else is known of it. */
  record Understood<Q>(Q request) implements ParsedRequest<Q> {}

  /** Not a request of its type, or too large once it was unpacked. */
  record NotUnderstood<Q>(CallFailure failure) implements ParsedRequest<Q> {}

  /** Parses requests as {@code delegate} does, but never throws. */
  record Marshaller<Q>(MethodDescriptor.Marshaller<Q> delegate)
      implements MethodDescriptor.Marshaller<ParsedRequest<Q>> {

    @Override
    public ParsedRequest<Q> parse(InputStream stream) {
      try {
        return new Understood<>(delegate.parse(stream));
      } catch (StatusRuntimeException e) {
        return new NotUnderstood<>(
            e.getStatus().getCode() == Status.Code.RESOURCE_EXHAUSTED
                ? CallFailure.tooLarge(e.getStatus())
                : malformed());
      } catch (RuntimeException e) {
        return new NotUnderstood<>(malformed());
      }
    }

    @Override
    public InputStream stream(ParsedRequest<Q> value) {
      throw new UnsupportedOperationException("Servers send no requests");
    }

    private static CallFailure malformed() {
      return RejectionStatus.of(
          new InvalidArgument("request", "expected a message of this method, but cannot parse it"));
    }
  }
}
