package dev.vez.adapters.grpc;

import dev.vez.ports.api.Messaging;
import dev.vez.ports.api.QueueAdmin;

/**
 * The use cases that the server offers.
 *
 * @param messaging producing and consuming
 * @param admin administration
 */
public record BrokerApi(Messaging messaging, QueueAdmin admin) {}
