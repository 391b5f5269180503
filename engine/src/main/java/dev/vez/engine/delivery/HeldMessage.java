package dev.vez.engine.delivery;

import dev.vez.domain.id.LeaseId;
import dev.vez.domain.message.Bytes;

/**
 * A message under a lease.
 *
 * @param lease its lease
 * @param nextAttempts attempts that will have failed where this one does, 1 or greater
 * @param payload headers and body
 */
public record HeldMessage(LeaseId lease, int nextAttempts, Bytes payload) {}
