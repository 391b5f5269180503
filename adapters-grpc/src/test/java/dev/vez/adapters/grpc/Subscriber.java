package dev.vez.adapters.grpc;

import dev.vez.protos.vez.v1.SubscribeRequest;
import dev.vez.protos.vez.v1.SubscribeResponse;
import dev.vez.protos.vez.v1.VezServiceGrpc;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.Metadata;
import io.grpc.Status;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;

/** Subscribes, and reads only as many responses as a test asks it to. */
final class Subscriber {

  final BlockingQueue<SubscribeResponse> responses = new LinkedBlockingQueue<>();
  final CompletableFuture<Metadata> headers = new CompletableFuture<>();
  final CompletableFuture<Status> end = new CompletableFuture<>();
  final CompletableFuture<Failure> failure = new CompletableFuture<>();
  private final ClientCall<SubscribeRequest, SubscribeResponse> call;

  Subscriber(Channel channel) {
    call = channel.newCall(VezServiceGrpc.getSubscribeMethod(), CallOptions.DEFAULT);
    call.start(
        new ClientCall.Listener<>() {
          @Override
          public void onHeaders(Metadata received) {
            headers.complete(received);
          }

          @Override
          public void onMessage(SubscribeResponse response) {
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

  Subscriber read(int count) {
    call.request(count);
    return this;
  }

  Subscriber send(SubscribeRequest.Builder request) {
    call.sendMessage(request.build());
    return this;
  }

  void finish() {
    call.halfClose();
  }

  void cancel() {
    call.cancel("enough", null);
  }
}
