package dev.vez.adapters.grpc;

import com.google.protobuf.ByteString;
import dev.vez.protos.vez.v1.NewMessage;
import dev.vez.protos.vez.v1.PublishRequest;
import dev.vez.protos.vez.v1.PublishResponse;
import dev.vez.protos.vez.v1.VezServiceGrpc;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.Metadata;
import io.grpc.Status;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;

/** Publishes, and reads only as many responses as a test asks it to. */
final class Publisher {

  final BlockingQueue<PublishResponse> responses = new LinkedBlockingQueue<>();
  final CompletableFuture<Status> end = new CompletableFuture<>();
  final CompletableFuture<Failure> failure = new CompletableFuture<>();
  private final ClientCall<PublishRequest, PublishResponse> call;

  Publisher(Channel channel) {
    call = channel.newCall(VezServiceGrpc.getPublishMethod(), CallOptions.DEFAULT);
    call.start(
        new ClientCall.Listener<>() {
          @Override
          public void onMessage(PublishResponse response) {
            responses.add(response);
          }

          @Override
          public void onClose(Status status, Metadata trailers) {
            if (!status.isOk()) {
              failure.complete(Failure.of(status.asRuntimeException(trailers)));
            }
            end.complete(status);
          }
        },
        new Metadata());
  }

  Publisher read(int count) {
    call.request(count);
    return this;
  }

  Publisher send(long sequence, String queue, String... bodies) {
    call.sendMessage(request(sequence, queue, bodies));
    return this;
  }

  void finish() {
    call.halfClose();
  }

  void cancel() {
    call.cancel("enough", null);
  }

  static PublishRequest request(long sequence, String queue, String... bodies) {
    PublishRequest.Builder request =
        PublishRequest.newBuilder().setSequence(sequence).setQueue(queue);
    for (String body : bodies) {
      request.addMessages(
          NewMessage.newBuilder().putHeaders("of", body).setPayload(ByteString.copyFromUtf8(body)));
    }
    return request.build();
  }
}
