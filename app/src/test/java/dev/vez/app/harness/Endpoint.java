package dev.vez.app.harness;

import dev.vez.client.BrokerAddress;

/**
 * A broker process that clients may connect to.
 *
 * @param incarnation number of the process
 * @param address where it serves, which no other process of this run does
 */
public record Endpoint(int incarnation, BrokerAddress address) {}
