package dev.vez.engine.routing;

import dev.vez.engine.catalogue.MemberView;
import dev.vez.engine.catalogue.MetaGroup;
import dev.vez.engine.cluster.ClusterSetup;
import dev.vez.engine.cluster.Membership;
import dev.vez.engine.cluster.MembershipKeeper;
import dev.vez.engine.cluster.ShareKeeper;
import dev.vez.engine.routing.proto.JoinQuestion;
import dev.vez.engine.service.Admission;
import dev.vez.engine.service.DataGroups;
import dev.vez.engine.service.QueueAdminService;
import dev.vez.ports.api.ClusterAdmin;
import dev.vez.ports.api.ConfigAdmin;
import dev.vez.ports.api.Messaging;
import dev.vez.ports.api.QueueAdmin;
import dev.vez.ports.api.Result;
import dev.vez.ports.api.Settled;
import dev.vez.ports.peers.PeerService;
import dev.vez.ports.peers.Peers;
import dev.vez.ports.scheduling.Clock;
import dev.vez.ports.scheduling.Timers;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** What a node does as a member of a cluster: its use cases for clients and for other nodes. */
public final class ClusterNode {

  /**
   * How a node reaches the others.
   *
   * @param setup its place in the cluster
   * @param leaders who leads
   * @param caller asks other nodes
   * @param control sees and changes groups
   */
  public record Reach(
      ClusterSetup setup, Leaders leaders, PeerCaller caller, GroupControl control) {

    /**
     * The reach of one node.
     *
     * @param groups those on this node
     * @param timeoutMillis how long another node may take to answer, 1 or greater
     */
    public static Reach of(
        ClusterSetup setup,
        Peers peers,
        MemberView members,
        GroupsHere groups,
        long timeoutMillis) {
      PeerCaller caller =
          new PeerCaller(peers, members, setup.clusterId(), setup.nodeId(), timeoutMillis);
      Leaders leaders = new Leaders(setup.nodeId(), groups.statuses(), members, caller);
      return new Reach(setup, leaders, caller, new GroupControl(groups, leaders, caller));
    }
  }

  /**
   * What this node carries out itself.
   *
   * @param admission whether it takes calls at all
   */
  public record Services(
      Admission admission, Messaging messaging, QueueAdminService admin, ConfigAdmin config) {}

  private final RoutedMessaging messaging;
  private final RoutedAdmin admin;
  private final RoutedConfigAdmin config;
  private final RoutedClusterAdmin clusterAdmin;
  private final PeerDesk peerDesk;
  private final MembershipKeeper keeper;
  private final @Nullable ShareKeeper shares;
  private final Handover handover;

  /**
   * A member that is yet to be started.
   *
   * @param services carry out what this node leads
   */
  public ClusterNode(
      Reach reach,
      MetaGroup meta,
      DataGroups groups,
      Services services,
      Clock clock,
      Timers timers) {
    ClusterSetup setup = reach.setup();
    CatalogueFreshness freshness =
        new CatalogueFreshness(meta, reach.leaders(), reach.caller(), timers);
    Router outward =
        new Router(
            services.admission(), meta.view(), freshness, reach.leaders(), reach.caller(), true);
    Router inward =
        new Router(
            services.admission(), meta.view(), freshness, reach.leaders(), reach.caller(), false);
    Membership membership = new Membership(meta);
    this.messaging = new RoutedMessaging(services.messaging(), outward);
    this.config = new RoutedConfigAdmin(services.config(), outward);
    this.admin = new RoutedAdmin(services.admin(), outward, setup.dataGroups());
    this.clusterAdmin =
        new RoutedClusterAdmin(setup, meta.members(), membership, reach.control(), outward);
    this.peerDesk =
        new PeerDesk(
            setup,
            meta,
            groups,
            new RoutedMessaging(services.messaging(), inward),
            services.admin(),
            new LeaderOnlyConfig(services.config(), inward),
            inward,
            membership,
            reach.control());
    this.keeper =
        new MembershipKeeper(
            setup,
            meta,
            () -> reach.leaders().isHere(MetaGroup.NUMBER),
            reach.control(),
            () -> announce(setup, membership, outward),
            clock,
            timers);
    this.shares =
        setup.dataGroups() == 1
            ? null // All of every bucket is its.
            : new ShareKeeper(
                setup.dataGroups(),
                meta,
                () -> reach.leaders().isHere(MetaGroup.NUMBER),
                new RoutedDemand(groups, reach.leaders(), reach.caller()),
                clock,
                timers);
    this.handover = new Handover(reach, timers);
  }

  /** The addresses of a node may change while it is away; its data folder stays. */
  private static void announce(ClusterSetup setup, Membership membership, Router router) {
    CompletionStage<Result<Settled>> _ =
        router.byGroup(
            MetaGroup.NUMBER,
            () -> membership.join(setup.self()).thenApply(_ -> Result.accepted(Settled.INSTANCE)),
            leader ->
                router.ask(
                    leader,
                    question ->
                        question.setJoin(
                            JoinQuestion.newBuilder().setMember(PeerWire.member(setup.self()))),
                    answer -> answer.hasJoined() ? Settled.INSTANCE : null));
  }

  /** Begins to look after the members of the groups, and after shares of token buckets. */
  public void start() {
    keeper.start();
    if (shares != null) {
      shares.start();
    }
  }

  /** Looks after nothing any more. */
  public void stop() {
    keeper.stop();
    if (shares != null) {
      shares.stop();
    }
  }

  /** For clients: any node takes any call. */
  public Messaging messaging() {
    return messaging;
  }

  /** For clients: any node takes any call. */
  public QueueAdmin admin() {
    return admin;
  }

  /** For clients: any node takes any call. */
  public ConfigAdmin config() {
    return config;
  }

  /** For clients: any node takes any call. */
  public ClusterAdmin clusterAdmin() {
    return clusterAdmin;
  }

  /** For other nodes: nothing is forwarded again. */
  public PeerService peerService() {
    return peerDesk;
  }

  /**
   * Hands every leadership of this node on.
   *
   * @param limitMillis how long that may take
   */
  public CompletionStage<Void> handOverLeadership(long limitMillis) {
    keeper.stop();
    return handover.run(limitMillis);
  }
}
