package dev.vez.adapters.grpc;

import dev.vez.ports.api.QueueAdmin;
import dev.vez.ports.api.Redrive;
import dev.vez.ports.api.Result;
import dev.vez.protos.vez.v1.RedriveRequest;
import dev.vez.protos.vez.v1.RedriveResponse;
import dev.vez.protos.vez.v1.VezAdminGrpc;
import io.grpc.ServerServiceDefinition;
import java.util.concurrent.CompletionStage;

/** {@code vez.v1.VezAdmin}: administration for which {@code fila.v1} has no words. */
final class VezAdminMethods {

  private final QueueAdmin admin;

  VezAdminMethods(QueueAdmin admin) {
    this.admin = admin;
  }

  ServerServiceDefinition bind(OpenCalls calls) {
    return new MethodBindings(new VezAdminGrpc.VezAdminImplBase() {}, calls)
        .unary(
            VezAdminGrpc.getRedriveMethod(),
            new UnaryMethod<>(this::redrive, VezAdminMethods::redriven, UnaryMethod.Length.LONG))
        .build();
  }

  private CompletionStage<Result<Long>> redrive(RedriveRequest request, long connection) {
    return Requests.withQueue(
        "dlq_queue",
        request.getDlqQueue(),
        queue ->
            admin.redrive(
                new Redrive(
                    queue,
                    WireTypes.count(request.getCount()),
                    request.hasFairnessKey() ? request.getFairnessKey() : null,
                    Integer.toUnsignedLong(request.getRatePerSecond()),
                    request.getDryRun())));
  }

  private static RedriveResponse redriven(Long messages) {
    return RedriveResponse.newBuilder().setRedriven(messages).build();
  }
}
