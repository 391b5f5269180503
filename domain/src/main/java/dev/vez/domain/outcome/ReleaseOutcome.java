package dev.vez.domain.outcome;

/** Answers to {@code ReleaseLeases}. */
public sealed interface ReleaseOutcome extends Outcome permits LeasesReleased {}
