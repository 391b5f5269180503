package dev.vez.simulation.audit;

/**
 * A broken promise.
 *
 * @param invariant which
 * @param what how it was broken
 * @param nanos virtual time at which it was seen
 */
public record Violation(Invariant invariant, String what, long nanos) {}
