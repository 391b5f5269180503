package dev.vez.app.config;

import dev.vez.app.config.ValueType.Address;
import dev.vez.app.config.ValueType.Addresses;
import dev.vez.app.config.ValueType.Choice;
import dev.vez.app.config.ValueType.Flag;
import dev.vez.app.config.ValueType.OptionalAddress;
import dev.vez.app.config.ValueType.Secret;
import dev.vez.app.config.ValueType.WholeNumber;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** The keys of {@code [cluster]}. */
final class ClusterKeys {

  static final ConfigKey<Boolean> ENABLED =
      new ConfigKey<>(
          "cluster.enabled",
          new Flag(),
          false,
          "Whether this node is one of a cluster. A data folder never changes from one to the other.");

  static final ConfigKey<Long> NODE_ID =
      new ConfigKey<>(
          "cluster.node_id",
          new WholeNumber(1, Integer.MAX_VALUE),
          1L,
          "This node's number; no other node of the cluster may have it.");

  static final ConfigKey<List<HostAndPort>> PEERS =
      new ConfigKey<>(
          "cluster.peers",
          new Addresses(),
          List.of(),
          "Client addresses of members that are asked to let this node join; none forms a new cluster.");

  static final ConfigKey<HostAndPort> BIND_ADDR =
      new ConfigKey<>(
          "cluster.bind_addr",
          new Address(),
          new HostAndPort("0.0.0.0", 5556),
          "Where the nodes' consensus library listens.");

  static final ConfigKey<Optional<HostAndPort>> ADVERTISE_ADDR =
      new ConfigKey<>(
          "cluster.advertise_addr",
          new OptionalAddress(),
          Optional.empty(),
          "Where other nodes reach `bind_addr`; unset, `bind_addr` itself.");

  static final ConfigKey<Optional<HostAndPort>> ADVERTISE_CLIENT_ADDR =
      new ConfigKey<>(
          "cluster.advertise_client_addr",
          new OptionalAddress(),
          Optional.empty(),
          "Where clients and nodes reach the client port; unset, the host of `advertise_addr`.");

  static final ConfigKey<ConsensusLibrary> CONSENSUS =
      new ConfigKey<>(
          "cluster.consensus",
          new Choice<>(ConsensusLibrary.class),
          ConsensusLibrary.RATIS,
          "The library that replicates; the same on all nodes.");

  static final ConfigKey<String> SECRET =
      new ConfigKey<>(
          "cluster.secret",
          new Secret(16),
          "",
          "What every node of the cluster must know to call the others; needed in a cluster.");

  static final ConfigKey<Long> ELECTION_TIMEOUT_MS =
      new ConfigKey<>(
          "cluster.election_timeout_ms",
          new WholeNumber(100, 60_000),
          1_000L,
          "How long a node waits for its leader before it asks for votes, in milliseconds.");

  static final ConfigKey<Long> SNAPSHOT_THRESHOLD =
      new ConfigKey<>(
          "cluster.snapshot_threshold",
          new WholeNumber(100, Integer.MAX_VALUE),
          10_000L,
          "Log entries after which a snapshot is taken and the log is cut.");

  static final ConfigKey<Long> REPLICATION_FACTOR =
      new ConfigKey<>(
          "cluster.replication_factor",
          new WholeNumber(1, 9),
          3L,
          "Nodes that hold each data group.");

  static final ConfigKey<Long> GROUPS =
      new ConfigKey<>(
          "cluster.groups",
          new WholeNumber(1, 64),
          3L,
          "Data groups of a cluster that this node forms; fixed from then on.");

  static final ConfigKey<Boolean> LEARNER =
      new ConfigKey<>(
          "cluster.learner",
          new Flag(),
          false,
          "Whether this node only takes calls and follows the catalogue, without a vote or queues.");

  static final List<ConfigKey<?>> ALL =
      List.of(
          ENABLED,
          NODE_ID,
          PEERS,
          BIND_ADDR,
          ADVERTISE_ADDR,
          ADVERTISE_CLIENT_ADDR,
          CONSENSUS,
          SECRET,
          ELECTION_TIMEOUT_MS,
          SNAPSHOT_THRESHOLD,
          REPLICATION_FACTOR,
          GROUPS,
          LEARNER);

  private ClusterKeys() {}

  /** What makes no sense together. */
  static void check(ConfigValues values) {
    if (!values.get(ENABLED)) {
      return;
    }
    if (values.get(SECRET).isEmpty()) {
      values.problem(
          values.whereSet(ENABLED),
          "`cluster.secret` must be set in a cluster, on all nodes alike");
    }
    HostAndPort listen = values.get(ConfigKeys.LISTEN_ADDR);
    HostAndPort bind = values.get(BIND_ADDR);
    if (shareAPort(listen, bind)) {
      values.problem(
          values.whereSet(BIND_ADDR, ConfigKeys.LISTEN_ADDR, ENABLED),
          "`cluster.bind_addr` must be another address than `server.listen_addr`, but they are "
              + bind
              + " and "
              + listen);
    }
    HostAndPort announced = values.get(ADVERTISE_ADDR).orElse(values.get(BIND_ADDR));
    if (isAnywhere(announced)) {
      values.problem(
          values.whereSet(ADVERTISE_ADDR, BIND_ADDR, ENABLED),
          "`cluster.advertise_addr` must be an address at which other nodes reach this one, but is "
              + announced);
    }
    HostAndPort client = client(values);
    if (isAnywhere(client)) {
      values.problem(
          values.whereSet(ADVERTISE_CLIENT_ADDR, ConfigKeys.LISTEN_ADDR, ENABLED),
          "`cluster.advertise_client_addr` must be an address at which clients reach this node, but"
              + " is "
              + client);
    }
  }

  private static boolean shareAPort(HostAndPort one, HostAndPort other) {
    return one.port() == other.port()
        && one.port() != 0
        && (one.host().equals(other.host()) || isAnyHost(one.host()) || isAnyHost(other.host()));
  }

  /** None for a node alone. */
  static Optional<ClusterConfig> build(ConfigValues values) {
    if (!values.get(ENABLED)) {
      return Optional.empty();
    }
    return Optional.of(
        new ClusterConfig(
            values.get(NODE_ID),
            values.get(PEERS),
            values.get(BIND_ADDR),
            values.get(ADVERTISE_ADDR).orElse(values.get(BIND_ADDR)),
            client(values),
            values.get(CONSENSUS),
            values.get(SECRET),
            Duration.ofMillis(values.get(ELECTION_TIMEOUT_MS)),
            Math.toIntExact(values.get(SNAPSHOT_THRESHOLD)),
            Math.toIntExact(values.get(REPLICATION_FACTOR)),
            Math.toIntExact(values.get(GROUPS)),
            values.get(LEARNER)));
  }

  private static HostAndPort client(ConfigValues values) {
    HostAndPort listen = values.get(ConfigKeys.LISTEN_ADDR);
    String host =
        isAnyHost(listen.host())
            ? values.get(ADVERTISE_ADDR).orElse(values.get(BIND_ADDR)).host()
            : listen.host();
    return values.get(ADVERTISE_CLIENT_ADDR).orElse(new HostAndPort(host, listen.port()));
  }

  private static boolean isAnywhere(HostAndPort address) {
    return isAnyHost(address.host()) || address.port() == 0;
  }

  private static boolean isAnyHost(String host) {
    return host.equals("0.0.0.0") || host.equals("::");
  }
}
