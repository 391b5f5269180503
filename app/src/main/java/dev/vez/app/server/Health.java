package dev.vez.app.server;

import dev.vez.engine.group.GroupStatus;
import dev.vez.engine.group.StatusListener;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the groups say of themselves: written to the log, and told on as one word. A group that has
 * failed stays down until the process starts again, so from then on this node is not healthy.
 */
@Singleton
final class Health implements StatusListener {

  private static final Logger log = LoggerFactory.getLogger(Health.class);

  private final Map<Integer, GroupStatus> statuses = new ConcurrentHashMap<>();
  private volatile Consumer<Boolean> listener = serving -> {};

  @Inject
  Health() {}

  /** Tells {@code newListener} after every change whether all groups serve, and once now. */
  void listen(Consumer<Boolean> newListener) {
    listener = newListener;
    tell();
  }

  @Override
  public void changed(int group, GroupStatus status) {
    switch (status) {
      case GroupStatus.Failed(var cause) ->
          log.error("Group {} has failed and stays down until a restart", group, cause);
      case GroupStatus.Serving(var term) -> log.debug("Group {} serves in term {}", group, term);
      case GroupStatus.Starting() -> log.debug("Group {} is starting", group);
      case GroupStatus.NotLeading() -> log.info("Group {} is not led by this node", group);
      case GroupStatus.Stopped() -> log.debug("Group {} has stopped", group);
    }
    statuses.put(group, status);
    tell();
  }

  private void tell() {
    listener.accept(
        statuses.values().stream().allMatch(status -> status instanceof GroupStatus.Serving));
  }
}
