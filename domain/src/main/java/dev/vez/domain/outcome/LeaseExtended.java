package dev.vez.domain.outcome;

import dev.vez.domain.id.LeaseId;

/**
 * The lease lives on.
 *
 * @param lease the lease
 * @param deadlineMicros its deadline in microseconds of log time
 */
public record LeaseExtended(LeaseId lease, long deadlineMicros) implements ExtendOutcome {}
