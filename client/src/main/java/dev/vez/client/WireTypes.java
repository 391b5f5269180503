package dev.vez.client;

import com.google.protobuf.Timestamp;
import dev.vez.protos.fila.v1.CreateQueueRequest;
import dev.vez.protos.fila.v1.GetStatsResponse;
import dev.vez.protos.fila.v1.ListConfigResponse;
import dev.vez.protos.fila.v1.ListQueuesResponse;
import dev.vez.protos.fila.v1.Message;
import dev.vez.protos.fila.v1.QueueConfig;
import dev.vez.protos.vez.v1.GetStatusResponse;
import java.time.Instant;
import java.util.List;

/** Translates between the wire and the client's own types. */
final class WireTypes {

  private WireTypes() {}

  static CreateQueueRequest request(NewQueue queue) {
    return CreateQueueRequest.newBuilder()
        .setName(queue.name())
        .setConfig(
            QueueConfig.newBuilder()
                .setOnEnqueueScript(queue.onEnqueueScript())
                .setOnFailureScript(queue.onFailureScript())
                .setVisibilityTimeoutMs(queue.visibilityTimeout().toMillis()))
        .build();
  }

  static QueueList list(ListQueuesResponse response) {
    return new QueueList(
        response.getQueuesList().stream()
            .map(
                queue ->
                    new QueueSummary(
                        queue.getName(),
                        queue.getDepth(),
                        queue.getInFlight(),
                        queue.getActiveConsumers(),
                        queue.getLeaderNodeId()))
            .toList(),
        response.getClusterNodeCount());
  }

  static QueueStats stats(GetStatsResponse response) {
    return new QueueStats(
        response.getDepth(),
        response.getInFlight(),
        response.getActiveFairnessKeys(),
        response.getActiveConsumers(),
        response.getQuantum(),
        response.getLeaderNodeId(),
        response.getReplicationCount(),
        response.getPerKeyStatsList().stream()
            .map(
                key ->
                    new QueueStats.KeyStats(
                        key.getKey(),
                        key.getPendingCount(),
                        key.getCurrentDeficit(),
                        key.getWeight()))
            .toList(),
        response.getPerThrottleStatsList().stream()
            .map(
                throttle ->
                    new QueueStats.ThrottleStats(
                        throttle.getKey(),
                        throttle.getTokens(),
                        throttle.getRatePerSecond(),
                        throttle.getBurst()))
            .toList());
  }

  static List<ConfigEntry> config(ListConfigResponse response) {
    return response.getEntriesList().stream()
        .map(entry -> new ConfigEntry(entry.getKey(), entry.getValue()))
        .toList();
  }

  static ClusterStatus status(GetStatusResponse response) {
    return new ClusterStatus(
        response.getClusterId(),
        response.getNodesList().stream()
            .map(
                node ->
                    new ClusterStatus.Node(
                        node.getNodeId(),
                        node.getAddress(),
                        node.getClientAddress(),
                        node.getVoter(),
                        node.getReachable()))
            .toList(),
        response.getGroupsList().stream()
            .map(
                group ->
                    new ClusterStatus.Group(
                        group.getNumber(),
                        group.getLeaderNodeId(),
                        group.getTerm(),
                        group.getVotersList(),
                        group.getLearnersList(),
                        group.getCommittedIndex(),
                        group.getReplicasList().stream()
                            .map(
                                replica ->
                                    new ClusterStatus.Replica(
                                        replica.getNodeId(),
                                        replica.getAppliedIndex(),
                                        replica.getDigest()))
                            .toList()))
            .toList());
  }

  static ReceivedMessage message(Message message) {
    var metadata = message.getMetadata();
    return new ReceivedMessage(
        message.getId(),
        metadata.getQueueId(),
        metadata.getFairnessKey(),
        metadata.getWeight(),
        metadata.getThrottleKeysList(),
        metadata.getAttemptCount(),
        message.getHeadersMap(),
        message.getPayload(),
        instant(message.getTimestamps().getEnqueuedAt()),
        instant(message.getTimestamps().getLeasedAt()));
  }

  private static Instant instant(Timestamp time) {
    return Instant.ofEpochSecond(time.getSeconds(), time.getNanos());
  }
}
