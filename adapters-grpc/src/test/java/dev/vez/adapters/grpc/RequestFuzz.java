package dev.vez.adapters.grpc;

import io.grpc.Attributes;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.ServerCall;
import io.grpc.ServerMethodDefinition;
import io.grpc.ServerServiceDefinition;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.io.ByteArrayInputStream;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What {@code mvn -Pfuzz} drives with inputs of its own finding: every method of {@code fila.v1} is
 * called with bytes that may or may not be a request of it. Whatever comes, the call is answered or
 * refused with a reason, once; nothing is thrown, and no cause is left unknown.
 */
public final class RequestFuzz {

  private static final Set<Status.Code> NEVER =
      EnumSet.of(Status.Code.UNKNOWN, Status.Code.INTERNAL, Status.Code.DATA_LOSS);

  private static final FakeMessaging MESSAGING = new FakeMessaging();
  private static final Attributes CONNECTION =
      new ConnectionNumbers().transportReady(Attributes.EMPTY);
  private static final ManualTime TIME = new ManualTime();
  private static final OpenCalls CALLS = new OpenCalls(30_000, TIME, TIME);
  private static final List<ServerMethodDefinition<?, ?>> METHODS = methods();

  private RequestFuzz() {}

  /** Called by the fuzzer for each input; the first byte chooses the method. */
  public static void fuzzerTestOneInput(byte[] data) {
    if (data.length == 0) {
      return;
    }
    ServerMethodDefinition<?, ?> method = METHODS.get(Byte.toUnsignedInt(data[0]) % METHODS.size());
    call(method, new ByteArrayInputStream(data, 1, data.length - 1));
    // The fake remembers what it was asked, and here it is asked for ever.
    MESSAGING.enqueued.clear();
    MESSAGING.settled.clear();
    MESSAGING.subscriptions.clear();
  }

  private static <Q, A> void call(ServerMethodDefinition<Q, A> method, ByteArrayInputStream bytes) {
    Q request;
    try {
      request = method.getMethodDescriptor().parseRequest(bytes);
    } catch (StatusRuntimeException notUnderstood) {
      return; // Of a method that is not bound yet: the transport answers.
    }
    AnsweredCall<Q, A> call = new AnsweredCall<>(method.getMethodDescriptor());
    ServerCall.Listener<Q> listener = method.getServerCallHandler().startCall(call, new Metadata());
    listener.onMessage(request);
    listener.onHalfClose();
    call.check();
    listener.onCancel();
  }

  private static List<ServerMethodDefinition<?, ?>> methods() {
    List<ServerMethodDefinition<?, ?>> all = new ArrayList<>();
    for (ServerServiceDefinition service :
        List.of(
            new FilaServiceMethods(MESSAGING, RequestLimits.DEFAULT.maxEnqueueBytes())
                .bind(64, CALLS, TIME),
            new FilaAdminMethods(new FakeQueueAdmin(), new FakeConfigAdmin(), () -> 0)
                .bind(CALLS))) {
      all.addAll(service.getMethods());
    }
    return List.copyOf(all);
  }

  /** Notes how it ends. */
  private static final class AnsweredCall<Q, A> extends ServerCall<Q, A> {

    private final MethodDescriptor<Q, A> method;
    private @Nullable Status end;

    AnsweredCall(MethodDescriptor<Q, A> method) {
      this.method = method;
    }

    void check() {
      Status status = end;
      if (status != null && NEVER.contains(status.getCode())) {
        throw new AssertionError(
            "Expected a reason from " + method.getFullMethodName() + ", but got " + status);
      }
      if (status == null && method.getType() == MethodDescriptor.MethodType.UNARY) {
        throw new AssertionError("Expected an answer from " + method.getFullMethodName());
      }
    }

    @Override
    public Attributes getAttributes() {
      return CONNECTION;
    }

    @Override
    public void request(int messages) {}

    @Override
    public void sendHeaders(Metadata headers) {}

    @Override
    public boolean isReady() {
      return true;
    }

    @Override
    public void sendMessage(A message) {
      // What cannot be written would end the connection.
      method.streamResponse(message);
    }

    @Override
    public void close(Status status, Metadata trailers) {
      if (end != null) {
        throw new AssertionError("Expected one end of " + method.getFullMethodName());
      }
      end = status;
    }

    @Override
    public boolean isCancelled() {
      return false;
    }

    @Override
    public MethodDescriptor<Q, A> getMethodDescriptor() {
      return method;
    }
  }
}
