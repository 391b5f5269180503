package dev.vez.simulation.world;

import dev.vez.engine.EngineOptions;
import dev.vez.engine.cluster.ClusterSetup;
import dev.vez.ports.recovery.InMemoryStateStores;
import dev.vez.ports.scheduling.HookCompiler;
import org.jspecify.annotations.Nullable;

/**
 * What a node is made of.
 *
 * @param id of the node, 1 or greater
 * @param disk outlives the node's runs
 * @param options of its engine
 * @param hooks compiles scripts
 * @param cluster its place in a cluster, none for a node alone
 * @param replication its consensus library
 * @param fittings how it is put together
 */
public record NodeSetup(
    int id,
    InMemoryStateStores disk,
    EngineOptions options,
    HookCompiler hooks,
    @Nullable ClusterSetup cluster,
    Replication replication,
    Fittings fittings) {}
