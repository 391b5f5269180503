package dev.vez.domain.outcome;

/**
 * Messages went back to their places.
 *
 * @param messages how many, 0 or greater
 */
public record LeasesReleased(int messages) implements ReleaseOutcome {}
