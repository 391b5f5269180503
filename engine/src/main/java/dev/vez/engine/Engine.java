package dev.vez.engine;

import dev.vez.domain.command.BecomeLeader;
import dev.vez.domain.id.QueueId;
import dev.vez.domain.machine.CatalogueMachine;
import dev.vez.domain.machine.QueueMachine;
import dev.vez.domain.record.GroupSettings;
import dev.vez.engine.catalogue.ChangeTarget;
import dev.vez.engine.catalogue.MemberView;
import dev.vez.engine.catalogue.MetaGroup;
import dev.vez.engine.cluster.ClusterSetup;
import dev.vez.engine.cluster.Readiness;
import dev.vez.engine.delivery.DataGroup;
import dev.vez.engine.group.GroupDefinition;
import dev.vez.engine.group.GroupPorts;
import dev.vez.engine.group.GroupStatus;
import dev.vez.engine.group.OwnCommand;
import dev.vez.engine.group.ReplicaState;
import dev.vez.engine.hook.ScriptRunner;
import dev.vez.engine.routing.ClusterNode;
import dev.vez.engine.routing.GroupsHere;
import dev.vez.engine.routing.RoutedChangeTarget;
import dev.vez.engine.service.AdminCalls;
import dev.vez.engine.service.Admission;
import dev.vez.engine.service.ConfigService;
import dev.vez.engine.service.DataGroups;
import dev.vez.engine.service.DiskReserve;
import dev.vez.engine.service.MessagingService;
import dev.vez.engine.service.QueueAdminService;
import dev.vez.engine.telemetry.QueueMeter;
import dev.vez.ports.api.ClusterAdmin;
import dev.vez.ports.api.ConfigAdmin;
import dev.vez.ports.api.Messaging;
import dev.vez.ports.api.QueueAdmin;
import dev.vez.ports.api.Rejection;
import dev.vez.ports.peers.PeerService;
import dev.vez.ports.peers.Peers;
import dev.vez.ports.replication.ConsensusGroup;
import dev.vez.ports.replication.GroupMember;
import dev.vez.ports.scheduling.Timers;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The broker without transports and libraries: the meta group and the data groups of this node, and
 * the use cases on them. It has no threads of its own; all that happens in it happens on the
 * executors and timers that it was given.
 */
public final class Engine {

  /** How long another node may take to answer a call that is forwarded to it. */
  private static final long FORWARD_TIMEOUT_MILLIS = 10_000;

  private final EnginePorts ports;
  private final EngineOptions options;
  private final Admission admission = new Admission();
  private final CompletableFuture<Void> ready = new CompletableFuture<>();
  private final Map<Integer, GroupStatus> statuses = new ConcurrentSkipListMap<>();
  private final Readiness readiness;
  private final DataGroups groups;
  private final MetaGroup meta;
  private final DiskReserve diskReserve;
  private final MessagingService messaging;
  private final AdminCalls adminCalls;
  private final QueueAdminService admin;
  private final ConfigService config;
  private final @Nullable ClusterNode cluster;

  /** The engine of a node alone, yet to be started. */
  public Engine(EnginePorts ports, EngineOptions options) {
    this(ports, options, null, null);
  }

  /**
   * An engine that asks no other node for anything, yet to be started: calls for what others lead
   * are refused, and the members of the groups stay as they are.
   *
   * @param setup this node's place in a cluster, none for a node alone
   */
  public Engine(EnginePorts ports, EngineOptions options, @Nullable ClusterSetup setup) {
    this(ports, options, setup, null);
  }

  private Engine(
      EnginePorts ports,
      EngineOptions options,
      @Nullable ClusterSetup setup,
      @Nullable Peers peers) {
    this.ports = ports;
    this.options = options;
    List<GroupMember> initialMembers = setup == null ? List.of() : setup.initialMembers();
    GroupPorts groupPorts =
        new GroupPorts(
            ports.clock(),
            ports.timers(),
            ports.executors(),
            ports.stores(),
            (group, applied, _) -> ports.consensus().open(group, applied, initialMembers));
    groups =
        new DataGroups(
            IntStream.rangeClosed(1, setup == null ? 1 : setup.dataGroups())
                .mapToObj(number -> dataGroup(number, groupPorts))
                .toList());
    statuses.put(MetaGroup.NUMBER, new GroupStatus.Starting());
    groups.all().forEach(group -> statuses.put(group.number(), new GroupStatus.Starting()));
    readiness = new Readiness(setup == null ? 0 : setup.nodeId(), this::memberOf);
    MemberView members = new MemberView();
    ClusterNode.Reach reach =
        setup == null || peers == null
            ? null
            : ClusterNode.Reach.of(
                setup,
                peers,
                members,
                new GroupsHere(this::statusOf, this::memberOf, this::stateOf),
                FORWARD_TIMEOUT_MILLIS);
    meta =
        new MetaGroup(
            new GroupDefinition<>(
                MetaGroup.NUMBER,
                new BecomeLeader(GroupSettings.DEFAULT, CatalogueMachine.VERSION),
                CatalogueMachine::recover),
            groupPorts,
            options.group(),
            ports.hooks(),
            options.hooks(),
            ports.config(),
            members,
            groups.all().stream().map(group -> target(group, reach)).toList(),
            this::onStatus);
    diskReserve =
        new DiskReserve(
            ports.freeSpace(),
            options.diskReserveBytes(),
            ports.timers(),
            ports.executors().serial("disk"));
    messaging =
        new MessagingService(
            admission,
            diskReserve,
            meta.view(),
            groups,
            options.limits(),
            options.hooks(),
            ports.clock(),
            ports.random(),
            ports.executors(),
            ports.telemetry());
    adminCalls = new AdminCalls(admission, options.admin().callsMax());
    admin =
        new QueueAdminService(
            adminCalls,
            meta,
            groups,
            options.limits(),
            options.admin(),
            this::replicasOf,
            ports.hooks(),
            diskReserve,
            ports.executors().serial("admin"));
    config =
        new ConfigService(
            adminCalls, meta, ports.config(), groups.all().size(), options.admin().config());
    cluster =
        reach == null
            ? null
            : new ClusterNode(
                reach,
                meta,
                groups,
                new ClusterNode.Services(admission, messaging, admin, config),
                ports.clock(),
                ports.timers());
  }

  /**
   * The engine of a node in a cluster, yet to be started.
   *
   * @param setup this node's place in it
   * @param peers how it reaches the other nodes; not closed by the engine
   */
  public static Engine inCluster(
      EnginePorts ports, EngineOptions options, ClusterSetup setup, Peers peers) {
    return new Engine(ports, options, setup, peers);
  }

  /**
   * Opens the stores, recovers and begins to serve. To be called once.
   *
   * @return completes once calls are taken; exceptionally where a group has failed before
   */
  public CompletionStage<Void> start() {
    CompletionStage<Void> _ =
        diskReserve
            .watch()
            .thenRun(
                () -> {
                  meta.start();
                  groups.all().forEach(DataGroup::start);
                  if (cluster != null) {
                    cluster.start();
                  }
                });
    return ready.minimalCompletionStage();
  }

  /** What producers and consumers may ask for. */
  public Messaging messaging() {
    return cluster == null ? messaging : cluster.messaging();
  }

  /** What administrators may ask for. */
  public QueueAdmin admin() {
    return cluster == null ? admin : cluster.admin();
  }

  /** What administrators may ask of the cluster, none for a node alone. */
  public Optional<ClusterAdmin> clusterAdmin() {
    return Optional.ofNullable(cluster).map(ClusterNode::clusterAdmin);
  }

  /** What the other nodes of the cluster may ask for, none for a node alone. */
  public Optional<PeerService> peerService() {
    return Optional.ofNullable(cluster).map(ClusterNode::peerService);
  }

  /**
   * Hands every leadership of this node to another one, as far as there is one that can take it.
   * For a node that is about to stop, before it refuses calls.
   *
   * @return completes once that is done or has been given up; never exceptionally
   */
  public CompletionStage<Void> handOverLeadership() {
    return cluster == null
        ? CompletableFuture.completedFuture(null)
        : cluster.handOverLeadership(options.drainMillis());
  }

  /** Runtime configuration. */
  public ConfigAdmin config() {
    return cluster == null ? config : cluster.config();
  }

  /** How each group is doing, by number; 0 is meta. */
  public Map<Integer, GroupStatus> health() {
    return new TreeMap<>(statuses);
  }

  /** Whether calls can be served now: every group of this node is led, here or elsewhere. */
  public boolean isServing() {
    return readiness.canServe(statuses);
  }

  /** Runs the scripts, and counts what fails. */
  public ScriptRunner scripts() {
    return messaging.scripts();
  }

  /**
   * Refuses new calls, answers those on their way, ends all streams, syncs and closes the stores.
   *
   * @return completes once all that is done; exceptionally where a store could not be closed
   */
  public CompletionStage<Void> stop() {
    admission.close(new Rejection.Draining());
    if (cluster != null) {
      cluster.stop();
    }
    ready.completeExceptionally(new IllegalStateException("The engine was stopped"));
    // Data first: its changes are confirmed to meta.
    CompletionStage<Void> dataStopped =
        withinDrain(adminCalls.whenIdle()).thenCompose(done -> stopDataGroups());
    CompletionStage<Void> metaStopped =
        dataStopped
            .handle((done, failure) -> meta.stop(options.drainMillis()))
            .thenCompose(stopped -> stopped);
    CompletionStage<Void> hooksStopped =
        metaStopped
            .handle(
                (done, failure) -> {
                  diskReserve.close();
                  admin.close();
                  return withinDrain(messaging.close());
                })
            .thenCompose(stopped -> stopped);
    return hooksStopped.thenCompose(stopped -> metaStopped).thenCompose(stopped -> dataStopped);
  }

  /** Completes with the stage, or after the time that a stop gives to what waits. */
  private CompletionStage<Void> withinDrain(CompletionStage<Void> stage) {
    CompletableFuture<Void> over = new CompletableFuture<>();
    Timers.Cancellation limit =
        ports
            .timers()
            .schedule(
                TimeUnit.MILLISECONDS.toNanos(options.drainMillis()), () -> over.complete(null));
    stage.whenComplete(
        (done, failure) -> {
          limit.cancel();
          over.complete(null);
        });
    return over;
  }

  private @Nullable String queueName(QueueId id) {
    return meta.view().nameOf(id);
  }

  private DataGroup dataGroup(int number, GroupPorts groupPorts) {
    return new DataGroup(
        new GroupDefinition<>(
            number,
            new BecomeLeader(options.initialSettings(), QueueMachine.VERSION),
            reader -> QueueMachine.recover(reader, options.windowBytesMax())),
        groupPorts,
        options.group(),
        options.delivery(),
        new QueueMeter(ports.telemetry(), this::queueName, ports.clock()),
        () -> onServing(number),
        this::onStatus);
  }

  /** A data group as the reconciler reaches it. */
  private ChangeTarget target(DataGroup group, ClusterNode.@Nullable Reach reach) {
    return reach == null
        ? asTarget(group)
        : new RoutedChangeTarget(
            group,
            reach.leaders(),
            reach.caller(),
            ports.clock(),
            ports.timers(),
            () -> onServing(group.number()));
  }

  private GroupStatus statusOf(int group) {
    GroupStatus status = statuses.get(group);
    return status == null ? new GroupStatus.NotLeading() : status;
  }

  private int replicasOf(int group) {
    ConsensusGroup member = cluster == null ? null : memberOf(group);
    return member == null
        ? options.admin().replicas()
        : (int)
            member.view().members().stream()
                .filter(each -> each.role() == GroupMember.Role.VOTER)
                .count();
  }

  private @Nullable ConsensusGroup memberOf(int group) {
    return group == MetaGroup.NUMBER ? meta.consensus() : groups.get(group).consensus();
  }

  private CompletionStage<Optional<ReplicaState>> stateOf(int group) {
    return group == MetaGroup.NUMBER ? meta.state() : groups.get(group).state();
  }

  private CompletionStage<Void> stopDataGroups() {
    return CompletableFuture.allOf(
        groups.all().stream()
            .map(group -> group.stop(options.drainMillis()).toCompletableFuture())
            .toArray(CompletableFuture<?>[]::new));
  }

  private void onServing(int group) {
    meta.onServing(group);
  }

  private void onStatus(int group, GroupStatus status) {
    statuses.put(group, status);
    switch (status) {
      case GroupStatus.Serving _ -> openOnceReady();
      case GroupStatus.Following _ -> {
        openOnceReady();
        onServing(group);
      }
      case GroupStatus.Failed(var cause) -> {
        ready.completeExceptionally(cause);
        meta.onDown(group);
      }
      case GroupStatus.NotLeading() -> {
        if (cluster == null) {
          meta.onDown(group);
        }
      }
      case GroupStatus.Starting(), GroupStatus.Stopped() -> {}
    }
    ports.health().changed(group, status);
  }

  private void openOnceReady() {
    if (!ready.isDone() && readiness.canServe(statuses)) {
      admission.open();
      ready.complete(null);
    }
  }

  private static ChangeTarget asTarget(DataGroup group) {
    return new ChangeTarget() {

      @Override
      public int number() {
        return group.number();
      }

      @Override
      public void propose(OwnCommand command) {
        group.propose(command);
      }
    };
  }
}
