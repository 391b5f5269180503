package dev.vez.adapters.grpc;

import dev.vez.ports.api.ClusterAdmin;
import dev.vez.ports.api.ConfigAdmin;
import dev.vez.ports.api.Messaging;
import dev.vez.ports.api.QueueAdmin;
import io.grpc.ServerServiceDefinition;
import java.util.List;
import java.util.Optional;

/**
 * The use cases that the server offers.
 *
 * @param messaging producing and consuming
 * @param admin administration of queues
 * @param config runtime configuration
 * @param clusterAdmin administration of the cluster, none for a node alone
 * @param more services that are not for clients, such as that of the other nodes
 */
public record BrokerApi(
    Messaging messaging,
    QueueAdmin admin,
    ConfigAdmin config,
    Optional<ClusterAdmin> clusterAdmin,
    List<ServerServiceDefinition> more) {

  public BrokerApi {
    more = List.copyOf(more);
  }

  /** The use cases of a node alone. */
  public BrokerApi(Messaging messaging, QueueAdmin admin, ConfigAdmin config) {
    this(messaging, admin, config, Optional.empty(), List.of());
  }
}
