package dev.vez.simulation.mutant;

import dev.vez.domain.command.Command;
import dev.vez.domain.command.Proposal;
import dev.vez.domain.record.Mutation;
import dev.vez.engine.EnginePorts;
import dev.vez.engine.codec.EntryCodec;
import dev.vez.ports.api.Messaging;
import dev.vez.ports.recovery.AppliedPosition;
import dev.vez.ports.recovery.StateStore;
import dev.vez.ports.recovery.StateStores;
import dev.vez.ports.recovery.StoreBatch;
import dev.vez.ports.replication.ConsensusGroup;
import dev.vez.ports.replication.ConsensusGroups;
import dev.vez.ports.scheduling.Clock;
import dev.vez.ports.scheduling.HookCompiler;
import dev.vez.ports.scheduling.Timers;
import dev.vez.simulation.world.Chance;
import dev.vez.simulation.world.Fittings;
import java.nio.file.Path;
import java.util.function.BiFunction;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/** Fittings with one thing patched. */
final class Patches {

  private Patches() {}

  /** Each node's stores are other ones. */
  static Fittings stores(BiFunction<StateStore, Chance, StateStore> patch) {
    return ports(
        (ports, chance) ->
            with(ports, new PatchedStores(ports.stores(), store -> patch.apply(store, chance))));
  }

  /** Each store is another one. */
  static Fittings store(UnaryOperator<StateStore> patch) {
    return stores((store, _) -> patch.apply(store));
  }

  /** Mutations that a store does not carry out. */
  static Fittings dropping(Predicate<Mutation> dropped) {
    return store(
        store ->
            new ForwardingStore(store) {
              @Override
              public void write(StoreBatch batch) {
                store.write(
                    new StoreBatch(
                        batch.position(),
                        batch.mutations().stream().filter(dropped.negate()).toList()));
              }
            });
  }

  /** Each group's library is another one. */
  static Fittings consensus(BiFunction<ConsensusGroup, Chance, ConsensusGroup> patch) {
    return ports(
        (ports, chance) ->
            with(
                ports,
                (ConsensusGroups)
                    (group, applied, members) ->
                        patch.apply(ports.consensus().open(group, applied, members), chance)));
  }

  /** Committed entries are other ones, the same on all nodes. */
  static Fittings entries(BiFunction<Proposal, Long, Proposal> patch) {
    return consensus((group, _) -> new PatchedLog(group, patch));
  }

  /** Commands of committed entries are other ones, the same on all nodes. */
  static Fittings commands(UnaryOperator<Command> patch) {
    return entries(
        (proposal, _) ->
            new Proposal(
                proposal.expectedTerm(),
                proposal.sequence(),
                proposal.logTimeMicros(),
                proposal.commands().stream().map(patch).toList()));
  }

  /** What clients reach is another thing. */
  static Fittings messaging(UnaryOperator<Messaging> patch) {
    return new Fittings() {
      @Override
      public Messaging fit(Messaging messaging, Chance chance) {
        return patch.apply(messaging);
      }
    };
  }

  static Fittings clock(UnaryOperator<Clock> patch) {
    return ports(
        (ports, _) ->
            with(
                ports,
                patch.apply(ports.clock()),
                ports.timers(),
                ports.stores(),
                ports.consensus()));
  }

  static Fittings timers(BiFunction<Timers, Chance, Timers> patch) {
    return ports(
        (ports, chance) ->
            with(
                ports,
                ports.clock(),
                patch.apply(ports.timers(), chance),
                ports.stores(),
                ports.consensus()));
  }

  /** Scripts are compiled to others. */
  static Fittings hooks(UnaryOperator<HookCompiler> patch) {
    return ports(
        (ports, _) ->
            new EnginePorts(
                ports.clock(),
                ports.timers(),
                ports.executors(),
                ports.random(),
                ports.stores(),
                ports.freeSpace(),
                ports.consensus(),
                patch.apply(ports.hooks()),
                ports.config(),
                ports.health(),
                ports.telemetry()));
  }

  private static Fittings ports(BiFunction<EnginePorts, Chance, EnginePorts> patch) {
    return new Fittings() {
      @Override
      public EnginePorts fit(EnginePorts ports, Chance chance) {
        return patch.apply(ports, chance);
      }
    };
  }

  private static EnginePorts with(EnginePorts ports, StateStores stores) {
    return with(ports, ports.clock(), ports.timers(), stores, ports.consensus());
  }

  private static EnginePorts with(EnginePorts ports, ConsensusGroups consensus) {
    return with(ports, ports.clock(), ports.timers(), ports.stores(), consensus);
  }

  private static EnginePorts with(
      EnginePorts ports,
      Clock clock,
      Timers timers,
      StateStores stores,
      ConsensusGroups consensus) {
    return new EnginePorts(
        clock,
        timers,
        ports.executors(),
        ports.random(),
        stores,
        ports.freeSpace(),
        consensus,
        ports.hooks(),
        ports.config(),
        ports.health(),
        ports.telemetry());
  }

  /** Opens other stores. */
  private record PatchedStores(StateStores stores, UnaryOperator<StateStore> patch)
      implements StateStores {

    @Override
    public StateStore open(int group) {
      return patch.apply(stores.open(group));
    }

    @Override
    public AppliedPosition restore(int group, Path checkpoint) {
      return stores.restore(group, checkpoint);
    }

    @Override
    public void close() {
      stores.close();
    }
  }

  /** Hands other entries over. */
  private static final class PatchedLog extends ForwardingGroup {

    private final BiFunction<Proposal, Long, Proposal> patch;

    PatchedLog(ConsensusGroup group, BiFunction<Proposal, Long, Proposal> patch) {
      super(group);
      this.patch = patch;
    }

    @Override
    void onCommitted(long index, long term, byte[] entry) {
      Proposal patched = patch.apply(EntryCodec.decode(entry), term);
      listener().onCommitted(index, term, EntryCodec.encode(patched));
    }
  }
}
