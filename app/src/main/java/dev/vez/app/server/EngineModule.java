package dev.vez.app.server;

import dagger.Module;
import dagger.Provides;
import dev.vez.adapters.luaj.LuaHookCompiler;
import dev.vez.adapters.luaj.LuaLimits;
import dev.vez.adapters.rocksdb.Durability;
import dev.vez.adapters.rocksdb.RocksDbOptions;
import dev.vez.adapters.rocksdb.RocksDbStateStores;
import dev.vez.app.config.Config;
import dev.vez.app.config.MemoryConfig;
import dev.vez.app.runtime.DiskSpace;
import dev.vez.app.telemetry.BrokerTelemetry;
import dev.vez.engine.Engine;
import dev.vez.engine.EngineOptions;
import dev.vez.engine.EnginePorts;
import dev.vez.engine.catalogue.ConfigView;
import dev.vez.engine.local.LocalConsensusGroup;
import dev.vez.ports.recovery.StateStores;
import dev.vez.ports.replication.ConsensusGroups;
import dev.vez.ports.scheduling.Clock;
import dev.vez.ports.scheduling.Executors;
import dev.vez.ports.scheduling.HookCompiler;
import dev.vez.ports.scheduling.RandomSource;
import dev.vez.ports.scheduling.Timers;
import jakarta.inject.Singleton;
import java.util.Optional;

/** The engine, on RocksDB and LuaJ and, in a cluster, a consensus library. */
@Module
final class EngineModule {

  private EngineModule() {}

  @Provides
  @Singleton
  static StateStores stores(DataFolder folder, Config config, Optional<ClusterMember> member) {
    MemoryConfig memory = config.memory();
    RocksDbOptions defaults =
        RocksDbOptions.withDefaults(member.isPresent() ? Durability.LOG : Durability.WAL);
    return new RocksDbStateStores(
        folder.groups(),
        folder.nativeLibraries(),
        new RocksDbOptions(
            defaults.durability(),
            memory.storeBytes(),
            memory.storeWriteBytes(),
            defaults.logBytesMax(),
            defaults.openFilesMax()));
  }

  @Provides
  @Singleton
  static ConsensusGroups consensus(
      DataFolder folder, Config config, Optional<ClusterMember> member) {
    return member
        .map(it -> ConsensusOf.member(it, config, folder.consensus()))
        .orElse((group, applied, members) -> new LocalConsensusGroup(applied));
  }

  @Provides
  @Singleton
  static ConfigView configView() {
    return new ConfigView();
  }

  @Provides
  @Singleton
  static HookCompiler hooks(Config config, ConfigView scriptConfig, RandomSource random) {
    LuaLimits limits =
        new LuaLimits(
            config.script().timeoutMillis(),
            config.script().memoryBytes(),
            config.message().scriptBytesMax(),
            config.message().keyBytesMax(),
            config.message().throttleKeysMax());
    return new LuaHookCompiler(limits, scriptConfig, random);
  }

  @Provides
  static EnginePorts ports(
      Clock clock,
      Timers timers,
      Executors executors,
      RandomSource random,
      StateStores stores,
      DataFolder folder,
      ConsensusGroups consensus,
      HookCompiler hooks,
      ConfigView config,
      Health health,
      BrokerTelemetry telemetry) {
    return new EnginePorts(
        clock,
        timers,
        executors,
        random,
        stores,
        new DiskSpace(folder.path()),
        consensus,
        hooks,
        config,
        health,
        telemetry.telemetry());
  }

  @Provides
  static EngineOptions options(Config config, Optional<ClusterMember> member) {
    return EngineOptionsOf.config(config, member);
  }

  @Provides
  @Singleton
  static Engine engine(EnginePorts ports, EngineOptions options, Optional<ClusterMember> member) {
    return member
        .map(it -> Engine.inCluster(ports, options, it.setup(), it.peers()))
        .orElseGet(() -> new Engine(ports, options));
  }
}
