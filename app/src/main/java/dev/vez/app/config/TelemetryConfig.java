package dev.vez.app.config;

import java.time.Duration;
import java.util.Optional;

/**
 * Where figures and traces go.
 *
 * @param otlpEndpoint URL of an OTLP collector over gRPC, none: nothing is sent
 * @param serviceName as which this broker appears there
 * @param metricsInterval how often metrics are sent
 * @param metricsAddress where {@code /metrics} is served for Prometheus, none: nowhere
 */
public record TelemetryConfig(
    Optional<String> otlpEndpoint,
    String serviceName,
    Duration metricsInterval,
    Optional<HostAndPort> metricsAddress) {}
