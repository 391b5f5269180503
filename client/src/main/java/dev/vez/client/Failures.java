package dev.vez.client;

import com.google.protobuf.Any;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.rpc.ErrorInfo;
import com.google.rpc.RetryInfo;
import io.grpc.Channel;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.protobuf.ProtoUtils;
import java.nio.channels.ClosedChannelException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Reads what a broker says of a failure. */
final class Failures {

  private static final Metadata.Key<com.google.rpc.Status> DETAILS =
      Metadata.Key.of(
          "grpc-status-details-bin",
          ProtoUtils.metadataMarshaller(com.google.rpc.Status.getDefaultInstance()));

  private static final Metadata.Key<String> LEADER_ADDRESS =
      Metadata.Key.of("x-fila-leader-addr", Metadata.ASCII_STRING_MARSHALLER);

  private Failures() {}

  static VezException of(Throwable failure) {
    Metadata trailers = Status.trailersFromThrowable(failure);
    return of(Status.fromThrowable(failure), trailers == null ? new Metadata() : trailers, failure);
  }

  static VezException unreachable(Channel channel, Throwable cause) {
    String text = "no broker answers at " + channel.authority();
    return new VezException(Status.Code.UNAVAILABLE, text, "", Optional.empty(), "", cause);
  }

  private static VezException of(Status status, Metadata trailers, Throwable cause) {
    String reason = "";
    Optional<Duration> retryAfter = Optional.empty();
    for (Any detail : details(trailers)) {
      try {
        if (detail.is(ErrorInfo.class)) {
          reason = detail.unpack(ErrorInfo.class).getReason();
        } else if (detail.is(RetryInfo.class)) {
          var delay = detail.unpack(RetryInfo.class).getRetryDelay();
          retryAfter =
              Optional.of(Duration.ofSeconds(delay.getSeconds()).plusNanos(delay.getNanos()));
        }
      } catch (InvalidProtocolBufferException notWellFormed) {
        // The status itself still tells what happened.
      }
    }
    String description = status.getDescription();
    String hint = trailers.get(LEADER_ADDRESS);
    return new VezException(
        codeOf(status),
        description == null ? status.getCode().name() : description,
        reason,
        retryAfter,
        hint == null ? "" : hint,
        cause);
  }

  /**
   * A connection that breaks at an awkward moment is UNKNOWN to the transport, which has lost sight
   * of the reason; it is a broker that cannot be reached like any other.
   */
  private static Status.Code codeOf(Status status) {
    boolean isBrokenConnection =
        status.getCode() == Status.Code.UNKNOWN
            && status.getCause() instanceof ClosedChannelException;
    return isBrokenConnection ? Status.Code.UNAVAILABLE : status.getCode();
  }

  private static List<Any> details(Metadata trailers) {
    com.google.rpc.Status status = trailers.get(DETAILS);
    return status == null ? List.of() : status.getDetailsList();
  }
}
