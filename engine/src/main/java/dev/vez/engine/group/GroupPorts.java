package dev.vez.engine.group;

import dev.vez.ports.recovery.StateStores;
import dev.vez.ports.replication.ConsensusGroups;
import dev.vez.ports.scheduling.Clock;
import dev.vez.ports.scheduling.Executors;
import dev.vez.ports.scheduling.Timers;

/**
 * What a group needs of the world.
 *
 * @param clock this node's clock
 * @param timers this node's timers
 * @param executors makes the group's threads
 * @param stores opens its store
 * @param consensus opens its log
 */
public record GroupPorts(
    Clock clock,
    Timers timers,
    Executors executors,
    StateStores stores,
    ConsensusGroups consensus) {}
