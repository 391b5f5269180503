package dev.vez.engine;

import dev.vez.engine.catalogue.ConfigView;
import dev.vez.engine.group.StatusListener;
import dev.vez.ports.recovery.FreeSpace;
import dev.vez.ports.recovery.StateStores;
import dev.vez.ports.replication.ConsensusGroups;
import dev.vez.ports.scheduling.Clock;
import dev.vez.ports.scheduling.Executors;
import dev.vez.ports.scheduling.HookCompiler;
import dev.vez.ports.scheduling.RandomSource;
import dev.vez.ports.scheduling.Timers;
import dev.vez.ports.telemetry.Telemetry;

/**
 * What the engine needs of the world. It closes the stores that it opens, and the executors that it
 * makes; everything else belongs to the caller.
 *
 * @param clock this node's clock
 * @param timers this node's timers
 * @param executors makes its threads
 * @param random for message ids
 * @param stores keep the groups' state
 * @param freeSpace room left where the stores are
 * @param consensus the groups' logs; for a node alone {@link
 *     dev.vez.engine.local.LocalConsensusGroup}
 * @param hooks compiles scripts
 * @param config where the engine shows the runtime configuration, for scripts to read
 * @param health hears how the groups are doing
 * @param telemetry hears what happens to messages
 */
public record EnginePorts(
    Clock clock,
    Timers timers,
    Executors executors,
    RandomSource random,
    StateStores stores,
    FreeSpace freeSpace,
    ConsensusGroups consensus,
    HookCompiler hooks,
    ConfigView config,
    StatusListener health,
    Telemetry telemetry) {}
