package dev.vez.adapters.grpc;

import com.google.protobuf.Any;
import com.google.protobuf.Duration;
import com.google.rpc.BadRequest;
import com.google.rpc.ErrorInfo;
import com.google.rpc.RetryInfo;
import dev.vez.ports.api.Rejection;
import io.grpc.Metadata;
import io.grpc.protobuf.ProtoUtils;
import java.util.Map;

/**
 * Ends a call with the words for its refusal: a status, its details, and the trailer with the
 * leader's address.
 */
final class RejectionStatus {

  /** Domain of every reason. */
  static final String DOMAIN = "vez.dev";

  /** Client address of the leader, as {@code host:port}. */
  static final Metadata.Key<String> LEADER_ADDRESS =
      Metadata.Key.of("x-fila-leader-addr", Metadata.ASCII_STRING_MARSHALLER);

  private static final Metadata.Key<com.google.rpc.Status> DETAILS =
      Metadata.Key.of(
          "grpc-status-details-bin",
          ProtoUtils.metadataMarshaller(com.google.rpc.Status.getDefaultInstance()));

  private RejectionStatus() {}

  static CallFailure of(Rejection rejection) {
    RejectionWords words = RejectionWords.of(rejection);
    com.google.rpc.Status.Builder details =
        com.google.rpc.Status.newBuilder()
            .setCode(words.code().value())
            .setMessage(words.text())
            .addDetails(reason(words.reason(), words.metadata()));
    if (rejection instanceof Rejection.InvalidArgument(var field, var problem)) {
      details.addDetails(badRequest(field, problem));
    }
    if (words.retryAfterMillis() > 0) {
      details.addDetails(retryAfter(words.retryAfterMillis()));
    }
    Metadata trailers = new Metadata();
    trailers.put(DETAILS, details.build());
    if (!words.leaderAddress().isEmpty()) {
      trailers.put(LEADER_ADDRESS, words.leaderAddress());
    }
    return new CallFailure(words.code().toStatus().withDescription(words.text()), trailers);
  }

  private static Any reason(String reason, Map<String, String> metadata) {
    return Any.pack(
        ErrorInfo.newBuilder()
            .setReason(reason)
            .setDomain(DOMAIN)
            .putAllMetadata(metadata)
            .build());
  }

  private static Any retryAfter(long millis) {
    Duration delay =
        Duration.newBuilder()
            .setSeconds(millis / 1_000)
            .setNanos(Math.toIntExact(millis % 1_000 * 1_000_000))
            .build();
    return Any.pack(RetryInfo.newBuilder().setRetryDelay(delay).build());
  }

  private static Any badRequest(String field, String problem) {
    return Any.pack(
        BadRequest.newBuilder()
            .addFieldViolations(
                BadRequest.FieldViolation.newBuilder()
                    .setField(UserText.of(field))
                    .setDescription(UserText.of(problem)))
            .build());
  }
}
