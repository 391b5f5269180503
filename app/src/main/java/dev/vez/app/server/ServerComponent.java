package dev.vez.app.server;

import dagger.BindsInstance;
import dagger.Component;
import dev.vez.adapters.grpc.GrpcServer;
import dev.vez.app.config.Config;
import dev.vez.app.runtime.ThreadTimers;
import dev.vez.app.telemetry.BrokerTelemetry;
import dev.vez.engine.Engine;
import dev.vez.ports.recovery.StateStores;
import dev.vez.ports.replication.ConsensusGroups;
import jakarta.inject.Singleton;
import java.util.Optional;

/** The parts of one server. */
@Singleton
@Component(modules = {RuntimeModule.class, EngineModule.class, TransportModule.class})
interface ServerComponent {

  ThreadTimers timers();

  StateStores stores();

  ConsensusGroups consensus();

  Engine engine();

  GrpcServer transport();

  Health health();

  /** Makes the parts. */
  @Component.Factory
  interface Factory {
    ServerComponent create(
        @BindsInstance Config config,
        @BindsInstance DataFolder folder,
        @BindsInstance Optional<ClusterMember> member,
        @BindsInstance BrokerTelemetry telemetry);
  }
}
