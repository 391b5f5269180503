package dev.vez.app.server;

import dev.vez.app.config.ClusterConfig;
import dev.vez.app.config.HostAndPort;
import dev.vez.domain.record.MemberRecord;
import dev.vez.domain.record.MemberRole;
import dev.vez.engine.cluster.ClusterSetup;
import dev.vez.engine.routing.Joining;
import dev.vez.ports.peers.Peers;
import java.nio.file.Files;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How a node comes to its place in a cluster: from its data folder where it has one, else by
 * forming a cluster, else by asking the peers to let it join.
 */
final class ClusterFormation {

  private static final Logger log = LoggerFactory.getLogger(ClusterFormation.class);

  private static final long AGAIN_MILLIS = 500;

  private final DataFolder folder;
  private final ClusterConfig config;
  private final Peers peers;
  private final IdentityFile file;

  ClusterFormation(DataFolder folder, ClusterConfig config, Peers peers) {
    this.folder = folder;
    this.config = config;
    this.peers = peers;
    this.file = new IdentityFile(folder.path());
  }

  /**
   * Refuses a data folder of a node in a cluster to a node alone.
   *
   * @throws StartFailure if it is one
   */
  static void checkAlone(DataFolder folder) {
    Optional<NodeIdentity> identity = new IdentityFile(folder.path()).read();
    if (identity.isPresent()) {
      throw new StartFailure(
          "the data folder "
              + folder.path()
              + " belongs to node "
              + identity.get().nodeId()
              + " of a cluster: set cluster.enabled, or use another folder");
    }
  }

  /**
   * Finds its place. Blocks until it has one.
   *
   * @throws StartFailure if it cannot have one as it is
   */
  ClusterSetup establish() {
    NodeIdentity identity = file.read().orElseGet(this::newIdentity);
    if (identity.nodeId() != config.nodeId()) {
      throw new StartFailure(
          "the data folder "
              + folder.path()
              + " belongs to node "
              + identity.nodeId()
              + ", but cluster.node_id is "
              + config.nodeId());
    }
    if (!identity.isMember()) {
      identity = join(identity);
    }
    if (identity.founder() && identity.dataGroups() != config.groups()) {
      log.warn(
          "The cluster keeps the {} data groups with which it was formed; cluster.groups is {}",
          identity.dataGroups(),
          config.groups());
    }
    return new ClusterSetup(
        identity.clusterId(),
        self(identity),
        identity.dataGroups(),
        config.replicationFactor(),
        identity.founder());
  }

  private NodeIdentity newIdentity() {
    if (Files.exists(folder.groups())) {
      throw new StartFailure(
          "the data folder "
              + folder.path()
              + " belongs to a node alone, which cannot become one of a cluster: use another one");
    }
    boolean founder = config.peers().isEmpty();
    NodeIdentity identity =
        new NodeIdentity(
            founder ? "vez-" + UUID.randomUUID() : "",
            config.nodeId(),
            UUID.randomUUID().toString(),
            founder ? config.groups() : 0,
            founder);
    // Before anybody hears of it: a node that asks twice is the same one.
    file.write(identity);
    if (founder) {
      log.info("Forming cluster {}", identity.clusterId());
    }
    return identity;
  }

  private NodeIdentity join(NodeIdentity identity) {
    if (config.peers().isEmpty()) {
      throw new StartFailure(
          "the data folder "
              + folder.path()
              + " is that of a node that has yet to join a cluster: set cluster.peers");
    }
    Set<String> told = new LinkedHashSet<>();
    while (true) {
      Set<String> addresses = new LinkedHashSet<>();
      config.peers().stream().map(HostAndPort::toString).forEach(addresses::add);
      for (String address : addresses) {
        Optional<NodeIdentity> joined = joinThrough(address, identity, told);
        if (joined.isPresent()) {
          file.write(joined.get());
          log.info("Joined cluster {} as node {}", joined.get().clusterId(), identity.nodeId());
          return joined.get();
        }
      }
      pause();
    }
  }

  /** Asks a peer, and the leader that it names. */
  private Optional<NodeIdentity> joinThrough(
      String address, NodeIdentity identity, Set<String> told) {
    String asked = address;
    for (int hops = 0; hops < 2; hops++) {
      switch (Joining.ask(peers, asked, self(identity), "").toCompletableFuture().join()) {
        case Joining.Outcome.Joined(var clusterId, var dataGroups) -> {
          return Optional.of(identity.joined(clusterId, dataGroups));
        }
        case Joining.Outcome.Refused(var why) ->
            throw new StartFailure("the cluster does not let this node join: " + why);
        case Joining.Outcome.NotNow(var hint, var why) -> {
          if (told.add(asked + why)) {
            log.info("Cannot join through {} yet: {}", asked, why);
          }
          if (hint.isEmpty()) {
            return Optional.empty();
          }
          asked = hint;
        }
      }
    }
    return Optional.empty();
  }

  private static void pause() {
    try {
      TimeUnit.MILLISECONDS.sleep(AGAIN_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StartFailure("interrupted before it had joined the cluster", e);
    }
  }

  private MemberRecord self(NodeIdentity identity) {
    return new MemberRecord(
        identity.nodeId(),
        identity.folderId(),
        config.advertiseAddress().toString(),
        config.advertiseClientAddress().toString(),
        config.isLearner() ? MemberRole.LEARNER : MemberRole.VOTER);
  }
}
