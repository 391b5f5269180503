package dev.vez.app.server;

import dagger.Module;
import dagger.Provides;
import dev.vez.adapters.grpc.BrokerApi;
import dev.vez.adapters.grpc.GrpcServer;
import dev.vez.adapters.grpc.GrpcServerSettings;
import dev.vez.adapters.grpc.RequestLimits;
import dev.vez.app.config.Config;
import dev.vez.app.config.HostAndPort;
import dev.vez.app.telemetry.BrokerTelemetry;
import dev.vez.engine.Engine;
import dev.vez.ports.scheduling.Clock;
import dev.vez.ports.scheduling.Timers;
import jakarta.inject.Singleton;
import java.net.InetSocketAddress;

/** The client port. */
@Module
final class TransportModule {

  private TransportModule() {}

  @Provides
  @Singleton
  static GrpcServer server(
      Config config, Engine engine, BrokerTelemetry telemetry, Clock clock, Timers timers) {
    HostAndPort address = config.server().listenAddress();
    RequestLimits defaults = RequestLimits.DEFAULT;
    GrpcServerSettings settings =
        GrpcServerSettings.listeningOn(new InetSocketAddress(address.host(), address.port()))
            .withRequests(
                new RequestLimits(
                    config.server().maxMessageBytes(),
                    defaults.maxMetadataBytes(),
                    defaults.maxCallsPerConnection(),
                    defaults.timeoutMillis()));
    return new GrpcServer(
        settings,
        new BrokerApi(engine.messaging(), engine.admin(), engine.config()),
        clock,
        timers,
        telemetry.interceptors());
  }
}
