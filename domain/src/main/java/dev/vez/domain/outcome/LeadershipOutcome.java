package dev.vez.domain.outcome;

/** Answers to {@code BecomeLeader}. */
public sealed interface LeadershipOutcome extends Outcome permits LeadershipTaken {}
