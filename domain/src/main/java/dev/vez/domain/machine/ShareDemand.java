package dev.vez.domain.machine;

/**
 * How much a data group wants of a token bucket.
 *
 * @param lacking whether messages wait there for a token
 * @param usedMicros what it has taken, in micro-tokens per second
 */
public record ShareDemand(boolean lacking, long usedMicros) {}
