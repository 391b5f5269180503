package dev.vez.adapters.grpc;

import dev.vez.protos.fila.v1.ConsumeRequest;
import dev.vez.protos.fila.v1.ConsumeResponse;
import dev.vez.protos.fila.v1.FilaServiceGrpc;
import dev.vez.protos.fila.v1.Message;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.Metadata;
import io.grpc.Status;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;

/** Consumes a queue and reads only as many messages as a test asks it to. */
final class Reader {

  final BlockingQueue<Message> messages = new LinkedBlockingQueue<>();
  final CompletableFuture<Metadata> headers = new CompletableFuture<>();
  final CompletableFuture<Failure> end = new CompletableFuture<>();
  private final ClientCall<ConsumeRequest, ConsumeResponse> call;

  Reader(Channel channel, String queue) {
    call = channel.newCall(FilaServiceGrpc.getConsumeMethod(), CallOptions.DEFAULT);
    call.start(
        new ClientCall.Listener<>() {
          @Override
          public void onHeaders(Metadata received) {
            headers.complete(received);
          }

          @Override
          public void onMessage(ConsumeResponse response) {
            messages.add(response.getMessage());
          }

          @Override
          public void onClose(Status status, Metadata trailers) {
            end.complete(Failure.of(status.asRuntimeException(trailers)));
          }
        },
        new Metadata());
    call.sendMessage(ConsumeRequest.newBuilder().setQueue(queue).build());
    call.halfClose();
  }

  Reader read(int count) {
    call.request(count);
    return this;
  }

  void cancel() {
    call.cancel("enough", null);
  }
}
