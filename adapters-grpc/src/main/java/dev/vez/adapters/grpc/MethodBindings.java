package dev.vez.adapters.grpc;

import io.grpc.BindableService;
import io.grpc.MethodDescriptor;
import io.grpc.ServerCall;
import io.grpc.ServerMethodDefinition;
import io.grpc.ServerServiceDefinition;
import io.grpc.ServiceDescriptor;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;

/**
 * Binds methods of one service. Those that are not bound answer as the generated base does, with
 * UNIMPLEMENTED.
 *
 * <p>The calls are handled below the generated stubs: a stream must send its headers when it is
 * attached rather than with its first message, and a call must be able to end by its deadline, by a
 * drain or by its answer, whichever comes first.
 */
final class MethodBindings {

  private final Map<String, ServerMethodDefinition<?, ?>> methods = new LinkedHashMap<>();
  private final ServiceDescriptor service;
  private final OpenCalls calls;

  MethodBindings(BindableService base, OpenCalls calls) {
    ServerServiceDefinition unbound = base.bindService();
    this.service = unbound.getServiceDescriptor();
    this.calls = calls;
    unbound.getMethods().forEach(this::put);
  }

  <Q, V, A> MethodBindings unary(MethodDescriptor<Q, A> method, UnaryMethod<Q, V, A> how) {
    return bind(method, call -> new UnaryCall<>(call, how, calls));
  }

  /**
   * Binds a method to what listens to its calls.
   *
   * @param listener makes one for a call
   */
  <Q, A, L extends ServerCall.Listener<ParsedRequest<Q>> & OpenCall> MethodBindings bind(
      MethodDescriptor<Q, A> method, Function<ServerCall<ParsedRequest<Q>, A>, L> listener) {
    // One more than there may be, so that a second one is seen and refused.
    return bind(method, method.getRequestMarshaller(), 2, listener);
  }

  /**
   * Binds a method with a stream of requests to what listens to its calls, which asks for more
   * requests itself.
   *
   * @param marshaller reads the requests
   */
  <Q, A, L extends ServerCall.Listener<ParsedRequest<Q>> & OpenCall> MethodBindings stream(
      MethodDescriptor<Q, A> method,
      MethodDescriptor.Marshaller<Q> marshaller,
      Function<ServerCall<ParsedRequest<Q>, A>, L> listener) {
    return bind(method, marshaller, 1, listener);
  }

  private <Q, A, L extends ServerCall.Listener<ParsedRequest<Q>> & OpenCall> MethodBindings bind(
      MethodDescriptor<Q, A> method,
      MethodDescriptor.Marshaller<Q> marshaller,
      int firstRequests,
      Function<ServerCall<ParsedRequest<Q>, A>, L> listener) {
    MethodDescriptor<ParsedRequest<Q>, A> parsing =
        method.toBuilder(new ParsedRequest.Marshaller<>(marshaller), method.getResponseMarshaller())
            .build();
    put(
        ServerMethodDefinition.create(
            parsing,
            (call, headers) -> {
              call.request(firstRequests);
              L created = listener.apply(call);
              calls.add(created);
              return created;
            }));
    return this;
  }

  ServerServiceDefinition build() {
    ServiceDescriptor.Builder descriptor =
        ServiceDescriptor.newBuilder(service.getName())
            .setSchemaDescriptor(service.getSchemaDescriptor());
    methods.values().forEach(method -> descriptor.addMethod(method.getMethodDescriptor()));
    ServerServiceDefinition.Builder bound = ServerServiceDefinition.builder(descriptor.build());
    methods.values().forEach(bound::addMethod);
    return bound.build();
  }

  private void put(ServerMethodDefinition<?, ?> method) {
    methods.put(method.getMethodDescriptor().getFullMethodName(), method);
  }
}
