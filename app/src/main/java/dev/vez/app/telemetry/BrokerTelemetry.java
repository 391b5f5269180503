package dev.vez.app.telemetry;

import dev.vez.app.BuildVersion;
import dev.vez.app.config.HostAndPort;
import dev.vez.app.config.TelemetryConfig;
import dev.vez.ports.api.QueueAdmin;
import dev.vez.ports.telemetry.Telemetry;
import io.grpc.ServerInterceptor;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.metrics.Meter;
import io.opentelemetry.exporter.otlp.metrics.OtlpGrpcMetricExporter;
import io.opentelemetry.exporter.otlp.trace.OtlpGrpcSpanExporter;
import io.opentelemetry.exporter.prometheus.PrometheusHttpServer;
import io.opentelemetry.sdk.metrics.InstrumentSelector;
import io.opentelemetry.sdk.metrics.SdkMeterProvider;
import io.opentelemetry.sdk.metrics.SdkMeterProviderBuilder;
import io.opentelemetry.sdk.metrics.View;
import io.opentelemetry.sdk.metrics.export.MetricReader;
import io.opentelemetry.sdk.metrics.export.PeriodicMetricReader;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.export.BatchSpanProcessor;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * The metrics and traces of one server. Where the configuration names neither an endpoint nor an
 * address, nothing is counted and nothing is opened.
 */
public final class BrokerTelemetry implements AutoCloseable {

  /** Sets of attributes that one instrument may have; what comes after shares one more. */
  private static final int ATTRIBUTE_SETS_MAX = 50_000;

  private static final long FLUSH_MILLIS_MAX = 2_000;

  private final Optional<SdkMeterProvider> meters;
  private final Optional<SdkTracerProvider> tracers;
  private final Optional<BrokerMeter> counters;
  private final Attributes common;

  private BrokerTelemetry(
      Optional<SdkMeterProvider> meters, Optional<SdkTracerProvider> tracers, Attributes common) {
    this.meters = meters;
    this.tracers = tracers;
    this.common = common;
    this.counters = meters.map(provider -> new BrokerMeter(meterOf(provider), common));
  }

  /**
   * Opens what the configuration asks for.
   *
   * @param common attributes of every figure, such as the node's id in a cluster
   * @throws RuntimeException if the address for Prometheus cannot be listened on
   */
  public static BrokerTelemetry open(TelemetryConfig config, Attributes common) {
    List<MetricReader> readers = new ArrayList<>();
    config.metricsAddress().map(BrokerTelemetry::prometheus).ifPresent(readers::add);
    config.otlpEndpoint().map(endpoint -> otlp(endpoint, config)).ifPresent(readers::add);
    Resource resource =
        Resource.getDefault()
            .merge(
                Resource.create(
                    Attributes.builder()
                        .put("service.name", config.serviceName())
                        .put("service.version", BuildVersion.number())
                        .build()));
    return new BrokerTelemetry(
        readers.isEmpty() ? Optional.empty() : Optional.of(meters(readers, resource)),
        config.otlpEndpoint().map(endpoint -> tracers(endpoint, resource)),
        common);
  }

  /** For the engine to tell. */
  public Telemetry telemetry() {
    return counters.<Telemetry>map(each -> each).orElse(Telemetry.NONE);
  }

  /** For the client port, the outermost first. */
  public List<ServerInterceptor> interceptors() {
    return tracers
        .<List<ServerInterceptor>>map(
            provider -> List.of(new ServerSpans(provider.get(BrokerTelemetry.class.getName()))))
        .orElse(List.of());
  }

  /** Shows the figures that are asked for; to be called once calls can be served. */
  public void watch(QueueAdmin admin) {
    meters.ifPresent(
        provider ->
            counters.ifPresent(
                counted -> new BrokerGauges(admin, counted, common).register(meterOf(provider))));
  }

  /** Exports what is left, within limits, and closes what was opened. */
  @Override
  public void close() {
    meters.ifPresent(provider -> provider.shutdown().join(FLUSH_MILLIS_MAX, TimeUnit.MILLISECONDS));
    tracers.ifPresent(
        provider -> provider.shutdown().join(FLUSH_MILLIS_MAX, TimeUnit.MILLISECONDS));
  }

  private static Meter meterOf(SdkMeterProvider provider) {
    return provider.get("dev.vez");
  }

  private static SdkMeterProvider meters(List<MetricReader> readers, Resource resource) {
    SdkMeterProviderBuilder builder =
        SdkMeterProvider.builder()
            .setResource(resource)
            .registerView(
                InstrumentSelector.builder().setName("vez.*").build(),
                View.builder().setCardinalityLimit(ATTRIBUTE_SETS_MAX).build());
    readers.forEach(builder::registerMetricReader);
    return builder.build();
  }

  private static MetricReader prometheus(HostAndPort address) {
    return PrometheusHttpServer.builder().setHost(address.host()).setPort(address.port()).build();
  }

  private static MetricReader otlp(String endpoint, TelemetryConfig config) {
    return PeriodicMetricReader.builder(
            OtlpGrpcMetricExporter.builder().setEndpoint(endpoint).build())
        .setInterval(config.metricsInterval())
        .build();
  }

  private static SdkTracerProvider tracers(String endpoint, Resource resource) {
    return SdkTracerProvider.builder()
        .setResource(resource)
        .addSpanProcessor(
            BatchSpanProcessor.builder(OtlpGrpcSpanExporter.builder().setEndpoint(endpoint).build())
                .build())
        .build();
  }
}
