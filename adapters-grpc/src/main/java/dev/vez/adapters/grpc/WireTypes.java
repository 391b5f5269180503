package dev.vez.adapters.grpc;

import com.google.protobuf.Timestamp;
import dev.vez.domain.message.MessageInfo;
import dev.vez.ports.api.ConfigEntry;
import dev.vez.ports.api.NewQueue;
import dev.vez.ports.api.QueueStats;
import dev.vez.ports.api.QueueStats.KeyStats;
import dev.vez.ports.api.QueueStats.ThrottleStats;
import dev.vez.ports.api.QueueSummary;
import dev.vez.ports.scheduling.Delivery;
import dev.vez.protos.fila.v1.ConsumeResponse;
import dev.vez.protos.fila.v1.CreateQueueRequest;
import dev.vez.protos.fila.v1.GetStatsResponse;
import dev.vez.protos.fila.v1.ListConfigResponse;
import dev.vez.protos.fila.v1.ListQueuesResponse;
import dev.vez.protos.fila.v1.Message;
import dev.vez.protos.fila.v1.MessageMetadata;
import dev.vez.protos.fila.v1.MessageTimestamps;
import dev.vez.protos.fila.v1.PerFairnessKeyStats;
import dev.vez.protos.fila.v1.PerThrottleKeyStats;
import dev.vez.protos.fila.v1.QueueConfig;
import dev.vez.protos.fila.v1.QueueInfo;
import java.util.List;

/** Maps between the types of the wire and those of the use cases. */
final class WireTypes {

  /** Micro-tokens in a token. */
  private static final double MICROS = 1_000_000;

  private WireTypes() {}

  static ConsumeResponse delivered(Delivery delivery) {
    return ConsumeResponse.newBuilder().setMessage(message(delivery)).build();
  }

  static Message message(Delivery delivery) {
    MessageInfo info = delivery.message();
    return Message.newBuilder()
        .setId(info.id().toString())
        .putAllHeaders(delivery.headers())
        .setPayload(Payloads.toWire(delivery.body()))
        .setMetadata(
            MessageMetadata.newBuilder()
                .setFairnessKey(delivery.fairnessKey())
                .setWeight(info.weight())
                .addAllThrottleKeys(info.throttleKeys())
                .setAttemptCount(info.attempts())
                .setQueueId(delivery.queue()))
        .setTimestamps(
            MessageTimestamps.newBuilder()
                .setEnqueuedAt(timestamp(info.enqueuedAtMillis()))
                .setLeasedAt(timestamp(delivery.leasedAtMillis())))
        .build();
  }

  static NewQueue newQueue(CreateQueueRequest request) {
    QueueConfig config = request.getConfig();
    long timeoutMillis = config.getVisibilityTimeoutMs();
    return new NewQueue(
        request.getName(),
        config.getOnEnqueueScript(),
        config.getOnFailureScript(),
        // Unsigned on the wire: what does not fit a long is too long all the same.
        timeoutMillis < 0 ? Long.MAX_VALUE : timeoutMillis);
  }

  static ListQueuesResponse queueList(List<QueueSummary> queues, int clusterNodes) {
    ListQueuesResponse.Builder list =
        ListQueuesResponse.newBuilder().setClusterNodeCount(clusterNodes);
    for (QueueSummary queue : queues) {
      list.addQueues(
          QueueInfo.newBuilder()
              .setName(queue.name())
              .setDepth(queue.depth())
              .setInFlight(queue.inFlight())
              .setActiveConsumers(queue.consumers())
              .setLeaderNodeId(queue.leaderNodeId()));
    }
    return list.build();
  }

  static GetStatsResponse stats(QueueStats stats) {
    GetStatsResponse.Builder answer =
        GetStatsResponse.newBuilder()
            .setDepth(stats.summary().depth())
            .setInFlight(stats.summary().inFlight())
            .setActiveFairnessKeys(stats.activeFairnessKeys())
            .setActiveConsumers(stats.summary().consumers())
            .setQuantum(stats.quantum())
            .setLeaderNodeId(stats.summary().leaderNodeId())
            .setReplicationCount(stats.replicas());
    for (KeyStats key : stats.keys()) {
      answer.addPerKeyStats(
          PerFairnessKeyStats.newBuilder()
              .setKey(key.fairnessKey())
              .setPendingCount(key.pending())
              .setCurrentDeficit(key.deficit())
              .setWeight(key.weight()));
    }
    for (ThrottleStats throttle : stats.throttles()) {
      answer.addPerThrottleStats(
          PerThrottleKeyStats.newBuilder()
              .setKey(throttle.throttleKey())
              .setTokens(throttle.tokensMicros() / MICROS)
              .setRatePerSecond(throttle.rateMicros() / MICROS)
              .setBurst(throttle.burstMicros() / MICROS));
    }
    return answer.build();
  }

  static ListConfigResponse configList(List<ConfigEntry> entries) {
    ListConfigResponse.Builder list = ListConfigResponse.newBuilder().setTotalCount(entries.size());
    for (ConfigEntry entry : entries) {
      list.addEntries(
          dev.vez.protos.fila.v1.ConfigEntry.newBuilder()
              .setKey(entry.key())
              .setValue(entry.value()));
    }
    return list.build();
  }

  private static Timestamp timestamp(long epochMillis) {
    return Timestamp.newBuilder()
        .setSeconds(Math.floorDiv(epochMillis, 1_000L))
        .setNanos((int) Math.floorMod(epochMillis, 1_000L) * 1_000_000)
        .build();
  }

  /** A count on the wire; what no count of messages can reach is as good as the greatest. */
  static long count(long unsigned) {
    return unsigned < 0 ? Long.MAX_VALUE : unsigned;
  }
}
