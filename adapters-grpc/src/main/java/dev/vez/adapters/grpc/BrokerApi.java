package dev.vez.adapters.grpc;

import dev.vez.ports.api.ConfigAdmin;
import dev.vez.ports.api.Messaging;
import dev.vez.ports.api.QueueAdmin;

/**
 * The use cases that the server offers.
 *
 * @param messaging producing and consuming
 * @param admin administration of queues
 * @param config runtime configuration
 */
public record BrokerApi(Messaging messaging, QueueAdmin admin, ConfigAdmin config) {}
