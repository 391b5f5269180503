package dev.vez.app.server;

import dev.vez.engine.group.GroupStatus;
import dev.vez.engine.group.StatusListener;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the groups say of themselves: written to the log, and told on as one word. A group that has
 * failed stays down until the process starts again, so from then on this node is not healthy.
 */
@Singleton
final class Health implements StatusListener {

  private static final Logger log = LoggerFactory.getLogger(Health.class);

  private volatile Runnable listener = () -> {};

  @Inject
  Health() {}

  /** Calls {@code newListener} after every change, and once now. */
  void listen(Runnable newListener) {
    listener = newListener;
    newListener.run();
  }

  @Override
  public void changed(int group, GroupStatus status) {
    switch (status) {
      case GroupStatus.Failed(var cause) ->
          log.error("Group {} has failed and stays down until a restart", group, cause);
      case GroupStatus.Serving(var term) -> log.debug("Group {} serves in term {}", group, term);
      case GroupStatus.Starting() -> log.debug("Group {} is starting", group);
      case GroupStatus.Following(var leader) ->
          log.info("Group {} is led by node {}", group, leader);
      case GroupStatus.NotLeading() ->
          log.info("Group {} is led by no node that this one knows", group);
      case GroupStatus.Stopped() -> log.debug("Group {} has stopped", group);
    }
    listener.run();
  }
}
