package dev.vez.adapters.grpc;

import dev.vez.protos.fila.v1.FilaAdminGrpc;
import dev.vez.protos.fila.v1.FilaServiceGrpc;
import dev.vez.protos.vez.v1.VezAdminGrpc;
import io.grpc.BindableService;
import io.grpc.health.v1.HealthCheckResponse;
import io.grpc.protobuf.services.HealthStatusManager;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * What {@code grpc.health.v1} tells of this node: of all services together (the empty name) and of
 * each service. Serving at first. May be called by any thread.
 */
public final class ServingStatus {

  private final HealthStatusManager health = new HealthStatusManager();
  private final AtomicBoolean draining = new AtomicBoolean();

  ServingStatus() {
    report(true);
  }

  /**
   * To be called when the broker has failed, or can serve again. Without effect once the server
   * drains: then it is not serving any more.
   */
  public void report(boolean serving) {
    HealthCheckResponse.ServingStatus status =
        serving
            ? HealthCheckResponse.ServingStatus.SERVING
            : HealthCheckResponse.ServingStatus.NOT_SERVING;
    health.setStatus(HealthStatusManager.SERVICE_NAME_ALL_SERVICES, status);
    health.setStatus(FilaServiceGrpc.SERVICE_NAME, status);
    health.setStatus(FilaAdminGrpc.SERVICE_NAME, status);
    health.setStatus(VezAdminGrpc.SERVICE_NAME, status);
  }

  /** Not serving from now on. Idempotent. */
  void drain() {
    if (draining.compareAndSet(false, true)) {
      health.enterTerminalState();
    }
  }

  BindableService service() {
    return health.getHealthService();
  }
}
