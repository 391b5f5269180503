package dev.vez.adapters.grpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.protobuf.Any;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.rpc.BadRequest;
import com.google.rpc.ErrorInfo;
import com.google.rpc.RetryInfo;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.StatusProto;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;

/**
 * What a client sees of a failed call.
 *
 * @param code the status code
 * @param text its description
 * @param details google.rpc details, if there are any
 * @param leader the address of the leader, if there is one
 */
record Failure(
    Status.Code code,
    String text,
    com.google.rpc.@Nullable Status details,
    Optional<String> leader) {

  static Failure of(ThrowingCallable call) {
    StatusRuntimeException failure = catchThrowableOfType(StatusRuntimeException.class, call);
    assertThat(failure).as("failure of the call").isNotNull();
    return of(failure);
  }

  /** Waits for a call that must fail. */
  static Failure of(Future<?> call) throws InterruptedException, TimeoutException {
    try {
      call.get(Eventually.PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
      throw new AssertionError("Expected the call to fail");
    } catch (ExecutionException e) {
      return of(Objects.requireNonNull(e.getCause()));
    }
  }

  static Failure of(Throwable failure) {
    Metadata trailers = Optional.ofNullable(Status.trailersFromThrowable(failure)).orElseThrow();
    Status status = Status.fromThrowable(failure);
    return new Failure(
        status.getCode(),
        String.valueOf(status.getDescription()),
        StatusProto.fromThrowable(failure),
        Optional.ofNullable(trailers.get(RejectionStatus.LEADER_ADDRESS)));
  }

  /** The details, which must be there. */
  com.google.rpc.Status detailed() {
    return Objects.requireNonNull(details, "details");
  }

  String reason() {
    ErrorInfo info = detail(ErrorInfo.class).orElseThrow();
    assertThat(info.getDomain()).isEqualTo("vez.dev");
    return info.getReason();
  }

  Optional<RetryInfo> retry() {
    return detail(RetryInfo.class);
  }

  String badField() {
    BadRequest request = detail(BadRequest.class).orElseThrow();
    assertThat(request.getFieldViolationsList()).hasSize(1);
    return request.getFieldViolations(0).getField();
  }

  <T extends Message> Optional<T> detail(Class<T> type) {
    if (details == null) {
      return Optional.empty();
    }
    for (Any detail : details.getDetailsList()) {
      if (detail.is(type)) {
        try {
          return Optional.of(detail.unpack(type));
        } catch (InvalidProtocolBufferException e) {
          throw new AssertionError(e);
        }
      }
    }
    return Optional.empty();
  }
}
