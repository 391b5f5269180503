package dev.vez.adapters.grpc;

import com.google.protobuf.ByteString;
import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.Descriptors.DescriptorValidationException;
import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.DynamicMessage;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.TextFormat;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.MethodDescriptor;
import io.grpc.protobuf.ProtoUtils;
import io.grpc.reflection.v1.ServerReflectionGrpc;
import io.grpc.reflection.v1.ServerReflectionRequest;
import io.grpc.reflection.v1.ServerReflectionResponse;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.StreamObserver;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeoutException;

/**
 * A client that knows only what the server's reflection tells it, as a tool would: no generated
 * types, so it sees the wire as others do. Messages are written and read in protobuf's text format.
 */
final class ReflectingClient {

  private final Channel channel;
  private final Map<String, FileDescriptor> files = new LinkedHashMap<>();

  ReflectingClient(Channel channel) {
    this.channel = channel;
  }

  /** Names of all services. */
  List<String> services() throws InterruptedException, TimeoutException {
    return ask(ServerReflectionRequest.newBuilder().setListServices("").build())
        .getListServicesResponse()
        .getServiceList()
        .stream()
        .map(service -> service.getName())
        .toList();
  }

  /** Calls a unary method, as in {@code call("fila.v1.FilaService", "Ack", "queue: 'q'")}. */
  DynamicMessage call(String service, String method, String request) throws Exception {
    MethodDescriptor<DynamicMessage, DynamicMessage> wire = method(service, method);
    return ClientCalls.blockingUnaryCall(
        channel, wire, CallOptions.DEFAULT, message(service, method, request));
  }

  /** Calls a method that answers with a stream. */
  Iterator<DynamicMessage> stream(String service, String method, String request) throws Exception {
    MethodDescriptor<DynamicMessage, DynamicMessage> wire = method(service, method);
    return ClientCalls.blockingServerStreamingCall(
        channel, wire, CallOptions.DEFAULT, message(service, method, request));
  }

  private MethodDescriptor<DynamicMessage, DynamicMessage> method(String service, String method)
      throws Exception {
    var descriptor = file(service).findServiceByName(simpleName(service)).findMethodByName(method);
    return MethodDescriptor.<DynamicMessage, DynamicMessage>newBuilder()
        .setFullMethodName(MethodDescriptor.generateFullMethodName(service, method))
        .setType(
            descriptor.isServerStreaming()
                ? MethodDescriptor.MethodType.SERVER_STREAMING
                : MethodDescriptor.MethodType.UNARY)
        .setRequestMarshaller(
            ProtoUtils.marshaller(DynamicMessage.getDefaultInstance(descriptor.getInputType())))
        .setResponseMarshaller(
            ProtoUtils.marshaller(DynamicMessage.getDefaultInstance(descriptor.getOutputType())))
        .build();
  }

  private DynamicMessage message(String service, String method, String text) throws Exception {
    var descriptor = file(service).findServiceByName(simpleName(service)).findMethodByName(method);
    DynamicMessage.Builder message = DynamicMessage.newBuilder(descriptor.getInputType());
    TextFormat.merge(text, message);
    return message.build();
  }

  private static String simpleName(String service) {
    return service.substring(service.lastIndexOf('.') + 1);
  }

  private FileDescriptor file(String service) throws Exception {
    ServerReflectionResponse response =
        ask(ServerReflectionRequest.newBuilder().setFileContainingSymbol(service).build());
    return build(proto(response.getFileDescriptorResponse().getFileDescriptorProto(0)));
  }

  private FileDescriptor build(FileDescriptorProto proto)
      throws InterruptedException,
          TimeoutException,
          InvalidProtocolBufferException,
          DescriptorValidationException {
    FileDescriptor known = files.get(proto.getName());
    if (known != null) {
      return known;
    }
    FileDescriptor[] dependencies = new FileDescriptor[proto.getDependencyCount()];
    for (int i = 0; i < dependencies.length; i++) {
      ServerReflectionResponse response =
          ask(
              ServerReflectionRequest.newBuilder()
                  .setFileByFilename(proto.getDependency(i))
                  .build());
      dependencies[i] =
          build(proto(response.getFileDescriptorResponse().getFileDescriptorProto(0)));
    }
    FileDescriptor built = FileDescriptor.buildFrom(proto, dependencies);
    files.put(proto.getName(), built);
    return built;
  }

  private static FileDescriptorProto proto(ByteString bytes) throws InvalidProtocolBufferException {
    return FileDescriptorProto.parseFrom(bytes);
  }

  private ServerReflectionResponse ask(ServerReflectionRequest request)
      throws InterruptedException, TimeoutException {
    BlockingQueue<ServerReflectionResponse> responses = new LinkedBlockingQueue<>();
    StreamObserver<ServerReflectionRequest> requests =
        ServerReflectionGrpc.newStub(channel)
            .serverReflectionInfo(
                new StreamObserver<>() {
                  @Override
                  public void onNext(ServerReflectionResponse response) {
                    responses.add(response);
                  }

                  @Override
                  public void onError(Throwable failure) {}

                  @Override
                  public void onCompleted() {}
                });
    requests.onNext(request);
    ServerReflectionResponse response = Eventually.next(responses);
    requests.onCompleted();
    return response;
  }
}
