package dev.vez.adapters.ratis;

import java.util.EnumSet;
import org.apache.ratis.conf.Parameters;
import org.apache.ratis.grpc.GrpcConfigKeys;
import org.apache.ratis.grpc.server.GrpcServices;
import org.apache.ratis.proto.grpc.RaftServerProtocolServiceGrpc;
import org.apache.ratis.thirdparty.io.grpc.Metadata;
import org.apache.ratis.thirdparty.io.grpc.ServerCall;
import org.apache.ratis.thirdparty.io.grpc.ServerCallHandler;
import org.apache.ratis.thirdparty.io.grpc.ServerInterceptor;
import org.apache.ratis.thirdparty.io.grpc.Status;
import org.apache.ratis.thirdparty.io.grpc.netty.NettyServerBuilder;

/**
 * Closes the services that Ratis has for clients and administrators: through them anybody who
 * reaches the port could write entries and change members.
 */
final class PeersOnly implements GrpcServices.Customizer, ServerInterceptor {

  private static final String PEERS = RaftServerProtocolServiceGrpc.SERVICE_NAME;

  private PeersOnly() {}

  static void install(Parameters parameters) {
    GrpcConfigKeys.Server.setServicesCustomizer(parameters, new PeersOnly());
  }

  @Override
  public NettyServerBuilder customize(
      NettyServerBuilder builder, EnumSet<GrpcServices.Type> types) {
    return builder.intercept(this);
  }

  @Override
  public <Q, R> ServerCall.Listener<Q> interceptCall(
      ServerCall<Q, R> call, Metadata headers, ServerCallHandler<Q, R> next) {
    if (PEERS.equals(call.getMethodDescriptor().getServiceName())) {
      return next.startCall(call, headers);
    }
    call.close(
        Status.PERMISSION_DENIED.withDescription("This port is for members of the cluster only"),
        new Metadata());
    return new ServerCall.Listener<>() {};
  }
}
