package dev.vez.simulation;

import dev.vez.simulation.audit.Violation;
import dev.vez.simulation.world.FaultKind;
import java.util.Map;
import java.util.Optional;

/**
 * How one run went.
 *
 * @param seed of the run
 * @param violation the first broken promise, if any
 * @param traceHash hash of everything that happened
 * @param events tasks that ran
 * @param faultyEvents of these, those until faults ended or a promise was broken
 * @param virtualNanos time that passed in the run
 * @param incarnations how often the node was started
 * @param accepted messages that were accepted
 * @param delivered deliveries
 * @param settled messages that were acked
 * @param entries log entries written
 * @param faults how often each kind struck
 */
public record RunReport(
    long seed,
    Optional<Violation> violation,
    long traceHash,
    long events,
    long faultyEvents,
    long virtualNanos,
    long incarnations,
    long accepted,
    long delivered,
    long settled,
    long entries,
    Map<FaultKind, Long> faults) {}
