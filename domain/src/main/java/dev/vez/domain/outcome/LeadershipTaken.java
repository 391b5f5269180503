package dev.vez.domain.outcome;

/** The group serves in a new term: consumers are detached, leases are kept. */
public record LeadershipTaken() implements LeadershipOutcome {}
