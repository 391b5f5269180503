package dev.vez.app.server;

import dagger.Module;
import dagger.Provides;
import dev.vez.adapters.grpc.BrokerApi;
import dev.vez.adapters.grpc.GrpcServer;
import dev.vez.adapters.grpc.GrpcServerSettings;
import dev.vez.adapters.grpc.RequestLimits;
import dev.vez.adapters.grpc.peers.PeersMethods;
import dev.vez.app.config.Config;
import dev.vez.app.config.HostAndPort;
import dev.vez.app.telemetry.BrokerTelemetry;
import dev.vez.engine.Engine;
import dev.vez.ports.scheduling.Clock;
import dev.vez.ports.scheduling.Timers;
import io.grpc.ServerServiceDefinition;
import jakarta.inject.Singleton;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;

/** The client port. */
@Module
final class TransportModule {

  private TransportModule() {}

  @Provides
  @Singleton
  static GrpcServer server(
      Config config,
      Engine engine,
      Optional<ClusterMember> member,
      BrokerTelemetry telemetry,
      Clock clock,
      Timers timers) {
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
        new BrokerApi(
            engine.messaging(),
            engine.admin(),
            engine.config(),
            engine.clusterAdmin(),
            ofPeers(engine, member)),
        clock,
        timers,
        telemetry.interceptors());
  }

  /** What other nodes call, on a node of a cluster. */
  private static List<ServerServiceDefinition> ofPeers(
      Engine engine, Optional<ClusterMember> member) {
    return member.stream()
        .flatMap(
            it ->
                engine.peerService().stream()
                    .map(service -> PeersMethods.bind(service, it.secret())))
        .toList();
  }
}
