package dev.vez.adapters.grpc;

import dev.vez.protos.fila.v1.ConsumeRequest;
import dev.vez.protos.fila.v1.ConsumeResponse;
import dev.vez.protos.fila.v1.FilaServiceGrpc;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.ServerCall;
import io.grpc.Status;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * A consume call whose transport the test plays: it is ready while there is room, and it fails the
 * test when two threads write to it at once, which a real one does not survive.
 */
final class PlayedCall extends ServerCall<ParsedRequest<ConsumeRequest>, ConsumeResponse> {

  private final AtomicReference<@Nullable Thread> writer = new AtomicReference<>();
  private final List<String> sent = new ArrayList<>();
  private volatile int room;
  private volatile boolean headersSent;
  private volatile @Nullable Status closedWith;
  private volatile @Nullable AssertionError misuse;

  /** Makes room for so many more messages; the caller then tells the listener. */
  synchronized void addRoom(int messages) {
    room += messages;
  }

  synchronized List<String> sent() {
    return List.copyOf(sent);
  }

  boolean headersSent() {
    return headersSent;
  }

  @Nullable Status closedWith() {
    return closedWith;
  }

  void assertNotMisused() {
    AssertionError found = misuse;
    if (found != null) {
      throw found;
    }
  }

  @Override
  public void request(int messages) {}

  @Override
  public void sendHeaders(Metadata headers) {
    write(
        () -> {
          check(!headersSent, "headers twice");
          headersSent = true;
        });
  }

  @Override
  public boolean isReady() {
    return room > 0;
  }

  @Override
  public void sendMessage(ConsumeResponse message) {
    write(
        () -> {
          check(headersSent, "a message before the headers");
          check(closedWith == null, "a message after the end");
          synchronized (this) {
            check(room > 0, "a message without room");
            room--;
            sent.add(message.getMessage().getId());
          }
        });
  }

  @Override
  public void close(Status status, Metadata trailers) {
    write(
        () -> {
          check(closedWith == null, "the end twice");
          closedWith = status;
        });
  }

  @Override
  public boolean isCancelled() {
    return false;
  }

  @Override
  public MethodDescriptor<ParsedRequest<ConsumeRequest>, ConsumeResponse> getMethodDescriptor() {
    MethodDescriptor<ConsumeRequest, ConsumeResponse> method = FilaServiceGrpc.getConsumeMethod();
    return method.toBuilder(
            new ParsedRequest.Marshaller<>(method.getRequestMarshaller()),
            method.getResponseMarshaller())
        .build();
  }

  private void write(Runnable action) {
    check(writer.compareAndSet(null, Thread.currentThread()), "two writers at once");
    action.run();
    writer.set(null);
  }

  private void check(boolean fine, String what) {
    if (!fine) {
      AssertionError found = new AssertionError("Expected never to see " + what);
      misuse = found;
      throw found;
    }
  }
}
