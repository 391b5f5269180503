/**
 * Metrics and traces by OpenTelemetry: what the engine tells is counted here, exported by OTLP
 * where an endpoint is configured, and shown at {@code /metrics} for Prometheus where an address
 * is.
 */
@NullMarked
package dev.vez.app.telemetry;

import org.jspecify.annotations.NullMarked;
