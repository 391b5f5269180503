package dev.vez.app.config;

import java.time.Duration;

/**
 * The client port.
 *
 * @param listenAddress where clients connect
 * @param maxMessageBytes largest request on the wire
 * @param drainTimeout how long a stop waits for calls under way
 */
public record ServerConfig(HostAndPort listenAddress, int maxMessageBytes, Duration drainTimeout) {}
