package dev.vez.adapters.grpc;

import dev.vez.ports.api.ConfigAdmin;
import dev.vez.ports.api.ConfigEntry;
import dev.vez.ports.api.QueueAdmin;
import dev.vez.ports.api.QueueStats;
import dev.vez.ports.api.QueueSummary;
import dev.vez.ports.api.Redrive;
import dev.vez.ports.api.Result;
import dev.vez.ports.api.Settled;
import dev.vez.protos.fila.v1.CreateQueueRequest;
import dev.vez.protos.fila.v1.CreateQueueResponse;
import dev.vez.protos.fila.v1.DeleteQueueRequest;
import dev.vez.protos.fila.v1.DeleteQueueResponse;
import dev.vez.protos.fila.v1.FilaAdminGrpc;
import dev.vez.protos.fila.v1.GetConfigRequest;
import dev.vez.protos.fila.v1.GetConfigResponse;
import dev.vez.protos.fila.v1.GetStatsRequest;
import dev.vez.protos.fila.v1.ListConfigRequest;
import dev.vez.protos.fila.v1.ListQueuesRequest;
import dev.vez.protos.fila.v1.RedriveRequest;
import dev.vez.protos.fila.v1.RedriveResponse;
import dev.vez.protos.fila.v1.SetConfigRequest;
import dev.vez.protos.fila.v1.SetConfigResponse;
import io.grpc.ServerServiceDefinition;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.function.IntSupplier;

/**
 * {@code FilaAdmin}: administration. API keys and ACLs have no use cases yet; those methods answer
 * UNIMPLEMENTED.
 */
final class FilaAdminMethods {

  private final QueueAdmin admin;
  private final ConfigAdmin config;
  private final IntSupplier clusterNodes;

  /**
   * The methods.
   *
   * @param clusterNodes nodes of the cluster, 0 for a node alone
   */
  FilaAdminMethods(QueueAdmin admin, ConfigAdmin config, IntSupplier clusterNodes) {
    this.admin = admin;
    this.config = config;
    this.clusterNodes = clusterNodes;
  }

  ServerServiceDefinition bind(OpenCalls calls) {
    return new MethodBindings(new FilaAdminGrpc.FilaAdminImplBase() {}, calls)
        .unary(
            FilaAdminGrpc.getCreateQueueMethod(),
            new UnaryMethod<>(this::createQueue, FilaAdminMethods::created))
        .unary(
            FilaAdminGrpc.getDeleteQueueMethod(),
            new UnaryMethod<>(
                this::deleteQueue, settled -> DeleteQueueResponse.getDefaultInstance()))
        .unary(
            FilaAdminGrpc.getRedriveMethod(),
            new UnaryMethod<>(this::redrive, FilaAdminMethods::redriven, UnaryMethod.Length.LONG))
        .unary(
            FilaAdminGrpc.getListQueuesMethod(),
            new UnaryMethod<>(
                this::listQueues, queues -> WireTypes.queueList(queues, clusterNodes.getAsInt())))
        .unary(
            FilaAdminGrpc.getGetStatsMethod(), new UnaryMethod<>(this::getStats, WireTypes::stats))
        .unary(
            FilaAdminGrpc.getSetConfigMethod(),
            new UnaryMethod<>(this::setConfig, settled -> SetConfigResponse.getDefaultInstance()))
        .unary(
            FilaAdminGrpc.getGetConfigMethod(),
            new UnaryMethod<>(
                this::getConfig, value -> GetConfigResponse.newBuilder().setValue(value).build()))
        .unary(
            FilaAdminGrpc.getListConfigMethod(),
            new UnaryMethod<>(this::listConfig, WireTypes::configList))
        .build();
  }

  private CompletionStage<Result<String>> createQueue(CreateQueueRequest request, long connection) {
    return Requests.withQueue(
        "name", request.getName(), name -> admin.createQueue(WireTypes.newQueue(request)));
  }

  private static CreateQueueResponse created(String queue) {
    return CreateQueueResponse.newBuilder().setQueueId(queue).build();
  }

  private CompletionStage<Result<Settled>> deleteQueue(
      DeleteQueueRequest request, long connection) {
    return Requests.withQueue("queue", request.getQueue(), admin::deleteQueue);
  }

  private CompletionStage<Result<Long>> redrive(RedriveRequest request, long connection) {
    return Requests.withQueue(
        "dlq_queue",
        request.getDlqQueue(),
        queue ->
            admin.redrive(new Redrive(queue, WireTypes.count(request.getCount()), null, 0, false)));
  }

  private static RedriveResponse redriven(Long messages) {
    return RedriveResponse.newBuilder().setRedriven(messages).build();
  }

  private CompletionStage<Result<List<QueueSummary>>> listQueues(
      ListQueuesRequest request, long connection) {
    return admin.listQueues();
  }

  private CompletionStage<Result<QueueStats>> getStats(GetStatsRequest request, long connection) {
    return Requests.withQueue("queue", request.getQueue(), admin::queueStats);
  }

  private CompletionStage<Result<Settled>> setConfig(SetConfigRequest request, long connection) {
    return config.setConfig(request.getKey(), request.getValue());
  }

  private CompletionStage<Result<String>> getConfig(GetConfigRequest request, long connection) {
    return config.getConfig(request.getKey());
  }

  private CompletionStage<Result<List<ConfigEntry>>> listConfig(
      ListConfigRequest request, long connection) {
    return config.listConfig(request.getPrefix());
  }
}
